import type { MenuItemConstructorOptions } from 'electron';
import type { EventValue } from '../../shared/contract/contract.ts';

export type MenuCommand = EventValue<'menu.command'>['command'];

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  readonly developer: boolean;
  /** Carries out a command in the page. */
  readonly command: (command: MenuCommand) => void;
  readonly openOutside: (address: string) => void;
}

const documentation = 'https://learn.microsoft.com/power-apps/developer/data-platform/azure-integration';

/**
 * The window's menu. The page handles its own keys first; these are for the menu's sake,
 * and on macOS the Edit menu is what makes Cmd+C and Cmd+V work.
 */
export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const { platform, developer, command } = options;
  const mac = platform === 'darwin';
  const item = (label: string, name: MenuCommand, accelerator: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => command(name),
  });
  const settings = item('Settings…', 'settings', 'CmdOrCtrl+,');
  const separator: MenuItemConstructorOptions = { type: 'separator' };

  const macApp: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      settings,
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
  return [
    ...(mac ? [macApp] : []),
    {
      label: '&File',
      submenu: [
        item('New Connection…', 'newConnection', 'CmdOrCtrl+N'),
        ...(mac ? [] : [separator, settings]),
        separator,
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        separator,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        separator,
        item('Search', 'search', 'CmdOrCtrl+F'),
      ],
    },
    {
      label: '&View',
      submenu: [
        item('Refresh', 'refresh', 'F5'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        ...(developer ? [separator, { role: 'toggleDevTools' } as const] : []),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        item('Keyboard Shortcuts', 'shortcuts', 'CmdOrCtrl+/'),
        { label: 'About Azure Integration', click: () => options.openOutside(documentation) },
        ...(mac ? [] : [separator, { role: 'about' } as const]),
      ],
    },
  ];
}
