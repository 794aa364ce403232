import { randomBytes } from 'node:crypto';

/** What stays the same from start to start and through a reset. Holds secrets. */
export type SandboxIdentity = {
  readonly version: 1;
  /** Of the system administrator. */
  readonly accessToken: string;
  /** Of a user who may not register anything. */
  readonly restrictedAccessToken: string;
  readonly keys: { readonly send: string; readonly listen: string; readonly manage: string };
  /** Where the sandbox listened last; 0 before the first start. */
  readonly ports: { readonly webApi: number; readonly broker: number };
};

export function newIdentity(): SandboxIdentity {
  return {
    version: 1,
    accessToken: randomBytes(32).toString('base64url'),
    restrictedAccessToken: randomBytes(32).toString('base64url'),
    keys: { send: policyKey(), listen: policyKey(), manage: policyKey() },
    ports: { webApi: 0, broker: 0 },
  };
}

/** 44 characters, as the Azure portal makes them. */
function policyKey(): string {
  return randomBytes(32).toString('base64');
}

/** @throws {Error} naming what is wrong. */
export function parseIdentity(value: unknown): SandboxIdentity {
  const all = recordOf(value, 'it is not an object');
  if (all.version !== 1) throw new Error('it has another version');
  const keys = recordOf(all.keys, 'it has no keys');
  const ports = recordOf(all.ports, 'it has no ports');
  return {
    version: 1,
    accessToken: textOf(all.accessToken),
    restrictedAccessToken: textOf(all.restrictedAccessToken),
    keys: { send: textOf(keys.send), listen: textOf(keys.listen), manage: textOf(keys.manage) },
    ports: { webApi: portOf(ports.webApi), broker: portOf(ports.broker) },
  };
}

function recordOf(value: unknown, problem: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(problem);
  return { ...value };
}

function textOf(value: unknown): string {
  if (typeof value !== 'string' || value.length < 16) throw new Error('a token or key is missing');
  return value;
}

function portOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 65_535)
    throw new Error('a port is not a port');
  return value;
}
