import type { SecretBox } from './ports.ts';

/** For surroundings that offer no encrypted store: secrets live as long as the program does. */
export function createMemorySecretBox(sentence: string): SecretBox {
  const secrets = new Map<string, string>();
  return {
    kind: 'memory',
    sentence,
    read: async (name) => secrets.get(name) ?? null,
    write: async (name, secret) => {
      secrets.set(name, secret);
    },
    remove: async (name) => {
      secrets.delete(name);
    },
  };
}
