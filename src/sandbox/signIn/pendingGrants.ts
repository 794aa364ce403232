import { randomBytes, randomInt } from 'node:crypto';
import type { Account, Application, Cloud, Tenant } from './model.ts';
import type { RequestedScopes } from './requestedScopes.ts';
import type { SignInFault } from './signInFault.ts';

/** What waits in memory between two requests: codes and device codes. */

export type AuthorizationCode = {
  readonly code: string;
  readonly cloud: Cloud;
  readonly tenant: Tenant;
  readonly application: Application;
  readonly account: Account;
  readonly methods: readonly string[];
  readonly requested: RequestedScopes;
  readonly redirectUri: string;
  readonly challenge?: string;
  readonly nonce?: string;
  readonly expiresAt: number;
  redeemed: boolean;
};

export type DeviceOutcome =
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'signedIn';
      readonly tenant: Tenant;
      readonly account: Account;
      readonly methods: readonly string[];
    }
  | { readonly kind: 'declined' }
  | { readonly kind: 'refused'; readonly fault: SignInFault };

export type DeviceCode = {
  readonly deviceCode: string;
  /** Nine letters, as the user types them. */
  readonly userCode: string;
  readonly cloud: Cloud;
  /** Nothing: the tenant of whoever signs in. */
  readonly tenant: Tenant | undefined;
  readonly application: Application;
  readonly requested: RequestedScopes;
  readonly expiresAt: number;
  outcome: DeviceOutcome;
};

export type PendingGrants = {
  addCode(code: Omit<AuthorizationCode, 'code' | 'redeemed'>): AuthorizationCode;
  findCode(code: string): AuthorizationCode | undefined;
  addDeviceCode(code: Omit<DeviceCode, 'deviceCode' | 'userCode' | 'outcome'>): DeviceCode;
  findDeviceCode(deviceCode: string): DeviceCode | undefined;
  /** As a user types it: case and spaces do not matter. */
  findUserCode(cloud: Cloud, userCode: string): DeviceCode | undefined;
  removeDeviceCode(code: DeviceCode): void;
};

/** Vowels make words, and some characters look like others. */
const letters = 'BCDFGHJKLMNPQRSTVWXZ';
const most = 1000;

export function createPendingGrants(): PendingGrants {
  const codes = new Map<string, AuthorizationCode>();
  const deviceCodes = new Map<string, DeviceCode>();

  function keepFew(map: Map<string, unknown>): void {
    for (const key of map.keys()) {
      if (map.size <= most) return;
      map.delete(key);
    }
  }

  return {
    addCode: (given) => {
      const code = { ...given, code: randomBytes(32).toString('base64url'), redeemed: false };
      codes.set(code.code, code);
      keepFew(codes);
      return code;
    },
    findCode: (code) => codes.get(code),
    addDeviceCode: (given) => {
      const userCode = Array.from({ length: 9 }, () => letters[randomInt(letters.length)]).join('');
      const outcome: DeviceOutcome = { kind: 'waiting' };
      const code = { ...given, deviceCode: randomBytes(32).toString('base64url'), userCode, outcome };
      deviceCodes.set(code.deviceCode, code);
      keepFew(deviceCodes);
      return code;
    },
    findDeviceCode: (deviceCode) => deviceCodes.get(deviceCode),
    findUserCode: (cloud, userCode) => {
      const typed = userCode.replaceAll(/[\s-]/g, '').toUpperCase();
      return [...deviceCodes.values()].find((one) => one.userCode === typed && one.cloud.name === cloud.name);
    },
    removeDeviceCode: ({ deviceCode }) => {
      deviceCodes.delete(deviceCode);
    },
  };
}
