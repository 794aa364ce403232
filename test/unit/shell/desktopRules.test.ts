import { describe, expect, test } from 'vitest';
import { isOurs, pageAddress } from '../../../src/main/shell/appAddress.ts';
import { dataFolderOf } from '../../../src/main/shell/dataFolderOf.ts';
import { mayOpenOutside } from '../../../src/main/shell/mayOpenOutside.ts';
import { type MenuCommand, menuTemplate } from '../../../src/main/shell/menu.ts';
import { mayHave } from '../../../src/main/shell/permissions.ts';
import { placeWindow } from '../../../src/main/shell/windowPlace.ts';
import { freshPlan } from '../../../src/shared/domain/appRegistration.ts';
import { applicationUserSteps, portalSteps } from '../../../src/shared/domain/appRegistrationSteps.ts';
import { clouds } from '../../../src/shared/domain/cloud.ts';

describe('which page is ours', () => {
  test.each([pageAddress, 'app://registrar/', 'app://registrar/assets/a.js?x#y'])('%s is', (address) => {
    expect(isOurs(address)).toBe(true);
  });
  test.each([
    'app://registrar.evil.example/',
    'app://evil/registrar',
    'app://registrar@evil/',
    'app://registrar:1/',
    'https://registrar/',
    'file:///app://registrar/',
    'about:blank',
    'data:text/html,app://registrar/',
    '',
    'app:registrar',
  ])('%s is not', (address) => {
    expect(isOurs(address)).toBe(false);
  });
});

describe('permissions', () => {
  test('the page may write to the clipboard, and nothing else', () => {
    expect(mayHave('clipboard-sanitized-write', pageAddress)).toBe(true);
    for (const permission of [
      'clipboard-read',
      'media',
      'geolocation',
      'notifications',
      'openExternal',
      'usb',
      'new',
    ]) {
      expect(mayHave(permission, pageAddress)).toBe(false);
    }
  });
  test('no other page may have anything', () => {
    expect(mayHave('clipboard-sanitized-write', 'https://evil.example/')).toBe(false);
  });
});

describe('the door out', () => {
  test.each([
    'https://learn.microsoft.com/power-apps/',
    'https://make.powerapps.com/environments',
    'https://contoso.crm4.dynamics.com/main.aspx?etn=account',
    'https://github.com/a/b',
  ])('opens %s', (address) => {
    expect(mayOpenOutside(address)).toBe(true);
  });
  test.each(Object.values(clouds))('opens portal and admin center of the cloud $name', (cloud) => {
    const steps = [...portalSteps(freshPlan, cloud), ...applicationUserSteps(null, cloud)];
    const addresses = steps.flatMap(({ link }) => link?.address ?? []);
    expect(addresses).toHaveLength(3);
    for (const address of addresses) expect([address, mayOpenOutside(address)]).toEqual([address, true]);
  });
  test.each([
    'http://learn.microsoft.com/',
    'https://learn.microsoft.com.evil.example/',
    'https://evil-dynamics.com/',
    'https://learn.microsoft.com@evil.example/',
    'https://learn.microsoft.com:8443/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ms-settings:',
    'app://registrar/',
    'https://127.0.0.1/',
    'learn.microsoft.com',
    '',
  ])('does not open %s', (address) => {
    expect(mayOpenOutside(address)).toBe(false);
  });
});

describe('the place of the window', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1040 };
  const second = { x: 1920, y: 0, width: 1280, height: 984 };
  const at = (x: number, y: number, width = 1000, height = 700) => ({
    bounds: { x, y, width, height },
    maximized: false,
  });

  test('the first time the system says where', () => {
    expect(placeWindow(null, [screen])).toEqual({
      size: { width: 1280, height: 800 },
      position: null,
      maximized: false,
    });
  });
  test('afterwards it is where it was', () => {
    expect(placeWindow({ ...at(2000, 100), maximized: true }, [screen, second])).toEqual({
      size: { width: 1000, height: 700 },
      position: { x: 2000, y: 100 },
      maximized: true,
    });
  });
  test.each([
    ['the screen is gone', at(2000, 100)],
    ['above the screen', at(100, -300)],
    ['below it', at(100, 1030)],
    ['all but a sliver is outside', at(1900, 10)],
  ])('where it cannot be caught with the mouse it is placed anew: %s', (_case, remembered) => {
    expect(placeWindow(remembered, [screen]).position).toBeNull();
  });
  test('it is no larger than the screen and no smaller than can be used', () => {
    expect(placeWindow(at(0, 0, 5000, 5000), [screen, second]).size).toEqual({ width: 1920, height: 1040 });
    expect(placeWindow(at(0, 0, 10, 10), [screen]).size).toEqual({ width: 720, height: 480 });
    expect(placeWindow(null, [{ x: 0, y: 0, width: 1024, height: 700 }]).size).toEqual({
      width: 1024,
      height: 700,
    });
  });
});

describe('the menu', () => {
  const commandsOf = (platform: NodeJS.Platform): MenuCommand[] => {
    const got: MenuCommand[] = [];
    const template = menuTemplate({
      platform,
      developer: false,
      command: (command) => got.push(command),
      openOutside: () => undefined,
    });
    for (const menu of template) {
      if (!Array.isArray(menu.submenu)) continue;
      for (const item of menu.submenu) {
        // The items of ours use none of what a click is given.
        if (item.accelerator !== undefined) item.click?.(undefined as never, undefined, undefined as never);
      }
    }
    return got.sort();
  };
  test.each(['darwin', 'win32', 'linux'] as const)('carries every command of the page on %s', (platform) => {
    expect(commandsOf(platform)).toEqual(['newConnection', 'refresh', 'search', 'settings', 'shortcuts']);
  });
  test('developer tools are in it only while developing', () => {
    const roles = (developer: boolean) =>
      JSON.stringify(
        menuTemplate({
          platform: 'linux',
          developer,
          command: () => undefined,
          openOutside: () => undefined,
        }),
      );
    expect(roles(false)).not.toContain('toggleDevTools');
    expect(roles(true)).toContain('toggleDevTools');
  });
});

test('the data folder is read from a line that Chromium reads too', () => {
  expect(dataFolderOf(['electron', '.', '--data-dir', '/a/b', '--password-store=basic'])).toBe('/a/b');
  expect(dataFolderOf(['registrar', '--data-dir=/a/b'])).toBe('/a/b');
  expect(dataFolderOf(['registrar', '--data-dir'])).toBeNull();
  expect(dataFolderOf(['registrar', '--data-dir='])).toBeNull();
  expect(dataFolderOf(['registrar'])).toBeNull();
});
