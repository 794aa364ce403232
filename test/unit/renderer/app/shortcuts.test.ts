import { describe, expect, it } from 'vitest';
import { shortcutFor, shortcuts } from '../../../../src/renderer/app/commands/shortcuts.ts';

const press = (
  key: string,
  code: string,
  held: 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | null = null,
) =>
  shortcutFor({
    key,
    code,
    ctrlKey: held === 'ctrlKey',
    metaKey: held === 'metaKey',
    altKey: held === 'altKey',
    shiftKey: held === 'shiftKey',
  })?.id;

describe('shortcutFor', () => {
  it('knows the keys of the tool that people come from', () => {
    expect(press('F5', 'F5')).toBe('refresh');
    expect(press('f', 'KeyF', 'ctrlKey')).toBe('search');
    expect(press('Delete', 'Delete')).toBe('unregister');
    expect(press('e', 'KeyE', 'ctrlKey')).toBe('registerEndpoint');
    expect(press('w', 'KeyW', 'ctrlKey')).toBe('registerWebhook');
    expect(press('t', 'KeyT', 'ctrlKey')).toBe('registerStep');
  });
  it('goes by the place of the key where a modifier types another letter', () => {
    expect(press('†', 'KeyT', 'altKey')).toBe('registerStep');
    expect(press('f', 'KeyF', 'metaKey')).toBe('search');
  });
  it('leaves every other key alone', () => {
    expect(press('f', 'KeyF')).toBeUndefined();
    expect(press('F5', 'F5', 'ctrlKey')).toBeUndefined();
    expect(press('Delete', 'Delete', 'shiftKey')).toBeUndefined();
    expect(press('r', 'KeyR', 'ctrlKey')).toBeUndefined();
  });
  it('gives no key to two things', () => {
    const keys = shortcuts.flatMap((shortcut) => shortcut.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
