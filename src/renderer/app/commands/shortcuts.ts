import type { CommandId } from './commandRegistry.ts';

/** What a key can do beside the commands. */
export type ShortcutId =
  | CommandId
  | 'search'
  | 'settings'
  | 'shortcuts'
  | 'tree'
  | 'lowerPanel'
  | 'nextTab'
  | 'previousTab'
  | 'closeTab'
  | 'filter'
  | 'viewAssembly'
  | 'viewTable'
  | 'viewMessage'
  | 'viewPackage'
  | 'viewSolution';

export interface Shortcut {
  readonly id: ShortcutId;
  readonly label: string;
  /** As shown; the first is the one that menus show. */
  readonly keys: readonly string[];
}

/** Browsers keep Ctrl+T and, some of them, Ctrl+E for themselves: Alt works everywhere. */
export const shortcuts: readonly Shortcut[] = [
  { id: 'refresh', label: 'Refresh', keys: ['F5'] },
  { id: 'search', label: 'Search the registrations', keys: ['Ctrl+F'] },
  { id: 'registerAssembly', label: 'Register New Assembly', keys: ['Alt+A'] },
  { id: 'updateAgain', label: 'Update again from the same file', keys: ['Alt+U'] },
  { id: 'registerEndpoint', label: 'Register New Service Endpoint', keys: ['Alt+E', 'Ctrl+E'] },
  { id: 'registerWebhook', label: 'Register New Web Hook', keys: ['Alt+W', 'Ctrl+W'] },
  { id: 'registerStep', label: 'Register New Step', keys: ['Alt+T', 'Ctrl+T'] },
  { id: 'registerImage', label: 'Register New Image', keys: ['Alt+I', 'Ctrl+I'] },
  { id: 'edit', label: 'Edit', keys: ['F2'] },
  { id: 'testRun', label: 'Test run', keys: ['Alt+R'] },
  { id: 'check', label: 'Check', keys: ['Alt+C'] },
  { id: 'unregister', label: 'Unregister', keys: ['Delete'] },
  { id: 'tree', label: 'To the tree', keys: ['Alt+1'] },
  { id: 'filter', label: 'Filter the tree', keys: ['Alt+F'] },
  { id: 'viewAssembly', label: 'Tree by assembly', keys: ['Alt+Shift+A', 'Ctrl+Shift+A'] },
  { id: 'viewTable', label: 'Tree by table', keys: ['Alt+Shift+E', 'Ctrl+Shift+E'] },
  { id: 'viewMessage', label: 'Tree by message', keys: ['Alt+Shift+M', 'Ctrl+Shift+M'] },
  { id: 'viewPackage', label: 'Tree by package', keys: ['Alt+Shift+P'] },
  { id: 'viewSolution', label: 'Tree by solution', keys: ['Alt+Shift+S'] },
  { id: 'lowerPanel', label: 'Fold or unfold the lower panel', keys: ['Alt+J'] },
  { id: 'nextTab', label: 'To the next organisation', keys: ['Alt+PageDown'] },
  { id: 'previousTab', label: 'To the organisation before', keys: ['Alt+PageUp'] },
  { id: 'closeTab', label: 'Close the tab of the organisation', keys: ['Alt+Shift+W'] },
  { id: 'settings', label: 'Settings', keys: ['Ctrl+,'] },
  { id: 'shortcuts', label: 'Keyboard shortcuts', keys: ['Alt+/'] },
];

/** The key that menus show; some commands have none. */
export function shortcutOf(id: ShortcutId): string | undefined {
  return shortcuts.find((shortcut) => shortcut.id === id)?.keys[0];
}

interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const codes: Readonly<Record<string, string>> = { ',': 'Comma', '/': 'Slash' };

function codeOf(name: string): string {
  if (/^[A-Z]$/.test(name)) return `Key${name}`;
  if (/^[0-9]$/.test(name)) return `Digit${name}`;
  return codes[name] ?? name;
}

/** Which shortcut a key press is. By the key's place where a modifier is held, because Alt types letters on some keyboards. */
export function shortcutFor(event: Pressed): Shortcut | undefined {
  return shortcuts.find(({ keys }) =>
    keys.some((text) => {
      const parts = text.split('+');
      const name = parts.pop() ?? '';
      const ctrl = parts.includes('Ctrl');
      const alt = parts.includes('Alt');
      if (alt !== event.altKey || parts.includes('Shift') !== event.shiftKey) return false;
      // On a Mac the command key stands for Ctrl.
      if (ctrl !== (event.ctrlKey || event.metaKey)) return false;
      return parts.length > 0 ? codeOf(name) === event.code || event.key === name : event.key === name;
    }),
  );
}

/** Keys that mean something else while a text is edited. */
export function isTextKey(shortcut: Shortcut): boolean {
  return shortcut.id === 'unregister' || shortcut.id === 'edit';
}
