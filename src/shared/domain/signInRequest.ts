import { z } from 'zod';
import { CloudChoice } from './cloud.ts';

/** Id or domain of a tenant. It becomes a part of an address, so that nothing else may be in it. */
export const TenantName = z
  .string()
  .trim()
  .regex(/^[0-9a-z](?:[0-9a-z.-]{0,150}[0-9a-z])?$/i, {
    error: 'A tenant is given by its id, or by a domain such as contoso.onmicrosoft.com.',
  })
  .transform((text) => text.toLowerCase());

const common = {
  cloud: CloudChoice,
  /** Nothing: whatever tenant the account is at home in. An application has to name it. */
  tenant: TenantName.nullable(),
  /** Nothing: Microsoft's own sample client. */
  clientId: z.string().trim().min(1).max(200).nullable(),
  /** For what the first token is: origin of an organisation, of the discovery service, or of Microsoft Graph. */
  resource: z.url({ protocol: /^https?$/ }).max(500),
};

/** How to sign in. Secrets in it are used, put into the SecretBox where they are needed again, and never told back. */
export const SignInRequest = z.discriminatedUnion('method', [
  z.object({
    method: z.literal('browser'),
    ...common,
    /** Nothing: `http://localhost`, on any port. */
    redirect: z.string().trim().max(200).nullable(),
    /** Fills in the name on the sign-in page. */
    userName: z.string().trim().max(200).nullable(),
    /** Asks for consent even where it was given before. */
    askConsent: z.boolean().default(false),
  }),
  z.object({ method: z.literal('deviceCode'), ...common }),
  z.object({
    method: z.literal('password'),
    ...common,
    userName: z.string().trim().min(1).max(200),
    password: z.string().min(1).max(1000),
  }),
  z.object({ method: z.literal('secret'), ...common, secret: z.string().trim().min(1).max(1000) }),
  z.object({
    method: z.literal('certificate'),
    ...common,
    /** PFX or PEM, in base64. */
    file: z.base64().min(1).max(300_000),
    /** Empty when there is none. */
    password: z.string().max(1000),
  }),
]);
export type SignInRequest = z.infer<typeof SignInRequest>;

/** What the user has to see or do on the way. */
export const SignInProgress = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('browser'),
    /** To copy into another browser of this computer. */
    link: z.string(),
    /** False when the system's browser could not be opened. */
    opened: z.boolean(),
    /** ISO time at which waiting ends. */
    until: z.iso.datetime(),
  }),
  z.object({
    kind: z.literal('deviceCode'),
    code: z.string(),
    address: z.string(),
    until: z.iso.datetime(),
  }),
]);
export type SignInProgress = z.infer<typeof SignInProgress>;
