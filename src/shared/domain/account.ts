import { z } from 'zod';
import { CloudChoice } from './cloud.ts';

/** Names one signed-in account of this computer; made of what it is, so that signing in again finds it. */
export const AccountId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .brand<'AccountId'>();
export type AccountId = z.infer<typeof AccountId>;

export const SignInMethod = z.enum(['browser', 'deviceCode', 'password', 'secret', 'certificate']);
export type SignInMethod = z.infer<typeof SignInMethod>;

/** Who is signed in, and by which application. Holds no secret. */
export const Account = z.object({
  id: AccountId,
  kind: z.enum(['user', 'application']),
  method: SignInMethod,
  /** Sign-in name of a user; of an application its client id. */
  userName: z.string(),
  name: z.string().nullable(),
  /** Tenant of the sign-in; nothing for AD FS. */
  tenantId: z.string().nullable(),
  clientId: z.string(),
  cloud: CloudChoice,
});
export type Account = z.infer<typeof Account>;

/**
 * The public client of Microsoft's own samples, known in each Entra tenant. Meant for trying things out:
 * some tenants block it, and then an own app registration is needed.
 */
export const defaultClientId = '51f81489-12ee-4a9e-aaae-a2591f45987d';
/** Registered for the default client; the port is free to choose. */
export const defaultRedirect = 'http://localhost';

/** A redirect address, checked for what this program can listen to. */
export type RedirectReading =
  | { kind: 'loopback'; port: number | null }
  | { kind: 'problem'; sentence: string; advice: string };

/**
 * Reads the redirect address of an app registration. The browser brings the answer to this computer itself, so that only
 * `http://localhost` can be used, with a fixed port where the registration has one (AD FS compares it).
 */
export function readRedirect(text: string): RedirectReading {
  const match = /^http:\/\/(localhost|127\.0\.0\.1)(?::(\d{1,5}))?\/?$/i.exec(text.trim());
  if (!match) {
    return {
      kind: 'problem',
      sentence: 'The answer of the browser cannot be received at this redirect address.',
      advice:
        'Add http://localhost as a redirect of the kind “Mobile and desktop applications” to the app registration, and use that.',
    };
  }
  if (match[1] !== 'localhost') {
    return {
      kind: 'problem',
      sentence: 'The redirect address is given by number.',
      advice: 'Use the name, http://localhost, both here and in the app registration.',
    };
  }
  const port = match[2] === undefined ? null : Number(match[2]);
  if (port !== null && (port < 1 || port > 65_535)) {
    return {
      kind: 'problem',
      sentence: 'The redirect address has a port that cannot be.',
      advice: 'Ports go from 1 to 65535.',
    };
  }
  return { kind: 'loopback', port };
}
