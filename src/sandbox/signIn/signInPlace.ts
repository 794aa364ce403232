import type { KeyObject } from 'node:crypto';
import type { FaultInjection } from '../webApi/faultInjection.ts';
import type { Directory } from './directory.ts';
import type { Cloud } from './model.ts';
import type { OrganisationHost } from './organisationHost.ts';

/** How the authority behaves; tests change it while it runs. Times in seconds. */
export type SignInSettings = {
  /** Life of access tokens; Microsoft's live for 60 to 90 minutes. */
  accessTokenSeconds: number;
  refreshTokenSeconds: number;
  /**
   * A refresh token that was exchanged is void after so long. Microsoft's own stay valid; a client that asks for two
   * organisations' tokens at once sends the same one twice.
   */
  refreshGraceSeconds: number;
  codeSeconds: number;
  deviceCodeSeconds: number;
  /** How often a client may ask for a device code's outcome. */
  deviceIntervalSeconds: number;
  /** By how much the authority's clock is ahead of the organisations'. */
  clockSkewSeconds: number;
  /** A new application is not known at once. */
  propagationSeconds: number;
};

export const usualSettings: SignInSettings = {
  accessTokenSeconds: 3600,
  refreshTokenSeconds: 90 * 24 * 3600,
  refreshGraceSeconds: 10,
  codeSeconds: 600,
  deviceCodeSeconds: 900,
  deviceIntervalSeconds: 5,
  clockSkewSeconds: 0,
  propagationSeconds: 0,
};

export type TokenKey = { readonly id: string; readonly privateKey: KeyObject; readonly publicKey: KeyObject };

/** What every part of the authority works with. */
export type SignInPlace = {
  readonly directory: Directory;
  readonly settings: SignInSettings;
  readonly disturbances: FaultInjection;
  /** Milliseconds since 1970, with the skew. */
  now(): number;
  /** Made at its first use. */
  tokenKey(): Promise<TokenKey>;
  clouds(): readonly Cloud[];
  organisations(): readonly OrganisationHost[];
  /** Remembers an access token, so that it can be made to expire. */
  issued(tokenId: string, expiresAt: number): void;
  isVoid(tokenId: string): boolean;
};
