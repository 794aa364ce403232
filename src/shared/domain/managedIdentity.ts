import { z } from 'zod';
import type { KnownCloudId } from './cloud.ts';

/** Names a managed identity of the organisation. */
export const ManagedIdentityId = z
  .guid()
  .transform((text) => text.toLowerCase())
  .brand<'ManagedIdentityId'>();
export type ManagedIdentityId = z.infer<typeof ManagedIdentityId>;

/** Row of table managedidentity. */
export const ManagedIdentity = z.object({
  id: ManagedIdentityId,
  name: z.string(),
  applicationId: z.string(),
  tenantId: z.string().nullable(),
});
export type ManagedIdentity = z.infer<typeof ManagedIdentity>;

/** Column `version`: how the subject of the federated credential is written. */
export const SubjectVersion = z.union([z.literal(1), z.literal(2)]);
export type SubjectVersion = z.infer<typeof SubjectVersion>;

/** What the platform reads from the certificate that an assembly or a package is signed with. */
export const SigningCertificate = z.object({
  /** As .NET writes them: that text is what Dataverse compares. */
  subject: z.string(),
  issuer: z.string(),
  /** SHA-256 of these texts, base64url. */
  subjectHash: z.string(),
  issuerHash: z.string(),
  /** SHA-256 of the certificate, lower-case hexadecimal. */
  sha256: z.string(),
  selfSigned: z.boolean(),
  validTo: z.string(),
});
export type SigningCertificate = z.infer<typeof SigningCertificate>;

/** Known to be Microsoft's own; the same in every tenant. */
const platformApplication = 'qzXoWDkuqUa3l6zM5mM0Rw';

interface IdentityCloud {
  readonly audience: string;
  readonly authority: string;
  readonly prefix: string;
}

const publicCloud: IdentityCloud = {
  audience: 'api://AzureADTokenExchange',
  authority: 'https://login.microsoftonline.com',
  prefix: '/eid1/c/pub',
};
const usGovernment: IdentityCloud = {
  audience: 'api://AzureADTokenExchangeUSGov',
  authority: 'https://login.microsoftonline.us',
  prefix: '/eid1/c/usg',
};
const identityClouds: Readonly<Record<KnownCloudId, IdentityCloud>> = {
  commercial: publicCloud,
  gcc: publicCloud,
  gccHigh: usGovernment,
  dod: usGovernment,
  china: {
    audience: 'api://AzureADTokenExchangeChina',
    authority: 'https://login.partner.microsoftonline.cn',
    prefix: '/eid1/c/chn',
  },
};

/** What the federated credential in Entra ID has to say. Source: Microsoft's page "Set up managed identity". */
export interface FederatedCredential {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

export interface CredentialQuestion {
  readonly cloud: KnownCloudId;
  readonly tenantId: string;
  readonly environmentId: string;
  readonly certificate: SigningCertificate;
  readonly version: SubjectVersion;
}

/**
 * A certificate that signed itself is named by its own hash, and serves for development alone; any other by issuer and
 * subject: in words with version 1, by the hashes of both with version 2.
 */
export function federatedCredentialOf(question: CredentialQuestion): FederatedCredential {
  const { cloud, tenantId, environmentId, certificate, version } = question;
  const { audience, authority, prefix } = identityClouds[cloud];
  const signer = certificate.selfSigned
    ? `h/${certificate.sha256}`
    : version === 2
      ? `i/${certificate.issuerHash}/s/${certificate.subjectHash}`
      : `i/${certificate.issuer}/s/${certificate.subject}`;
  const tenant = encodedGuid(tenantId);
  return {
    issuer: `${authority}/${tenantId.toLowerCase()}/v2.0`,
    subject: `${prefix}/t/${tenant}/a/${platformApplication}/n/plugin/e/${environmentId.toLowerCase()}/${signer}`,
    audience,
  };
}

/** What speaks against version 1 with this certificate; null where nothing does. */
export function whyNotVersion1({ selfSigned, subject, issuer }: SigningCertificate): string | null {
  if (selfSigned) return null;
  const names = `${commonNameOf(subject)}${commonNameOf(issuer)}`;
  if (/[^\x20-\x7e]/.test(names)) {
    return 'A name in the certificate has characters outside ASCII, which version 1 does not take (AADSTS70050).';
  }
  return names.includes(',')
    ? 'A name in the certificate has a comma, with which version 1 finds no credential (AADSTS700213).'
    : null;
}

function commonNameOf(name: string): string {
  const quoted = /(?:^|, )CN="((?:[^"]|"")*)"/.exec(name)?.[1];
  return quoted ?? /(?:^|, )CN=([^,]*)/.exec(name)?.[1] ?? '';
}

/**
 * The issuer of the first preview (version 0), which Microsoft calls deprecated: recognised where it is found, and
 * offered no more.
 */
export function deprecatedIssuerOf(environmentId: string): string {
  const digits = environmentId.replaceAll('-', '').toLowerCase();
  return `https://${digits.slice(0, -2)}.${digits.slice(-2)}.environment.api.powerplatform.com/sts`;
}

/** For the portal's "Other issuer", for Microsoft Graph and for az. */
export function credentialJson(name: string, { issuer, subject, audience }: FederatedCredential): string {
  return JSON.stringify({ name, issuer, subject, audiences: [audience] }, null, 2);
}

/** Run in bash or in Azure Cloud Shell, beside the file with the JSON. */
export function azCommandOf(applicationId: string): string {
  const id = applicationId.trim() === '' ? '<application id>' : applicationId.trim();
  return `az ad app federated-credential create --id ${id} --parameters credential.json`;
}

/** For a user-assigned managed identity, which takes the values one by one. */
export function azIdentityCommandOf(
  name: string,
  { issuer, subject, audience }: FederatedCredential,
): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  return [
    `az identity federated-credential create --name ${name}`,
    '  --identity-name <name of the identity> --resource-group <its resource group>',
    `  --issuer ${quoted(issuer)}`,
    `  --subject ${quoted(subject)}`,
    `  --audiences ${quoted(audience)}`,
  ].join(' \\\n');
}

/** A name that Entra ID takes: letters, digits and hyphens, 3 to 120. */
export function credentialNameOf(text: string): string {
  const plain = text.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');
  return `dataverse-${plain || 'plugin'}`.slice(0, 120);
}

export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text.trim());
}

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The bytes of a GUID as .NET orders them, the first three groups back to front, in base64url. */
export function encodedGuid(guid: string): string {
  const groups = guid.trim().toLowerCase().split('-');
  const hex = groups.map((group, at) => (at < 3 ? backToFront(group) : group)).join('');
  const bytes = (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [one = 0, two, three] = bytes.slice(at, at + 3);
    const value = (one << 16) | ((two ?? 0) << 8) | (three ?? 0);
    const letters = [18, 12, 6, 0].map((shift) => base64url[(value >> shift) & 63]);
    text += letters.slice(0, three !== undefined ? 4 : two !== undefined ? 3 : 2).join('');
  }
  return text;
}

function backToFront(hex: string): string {
  return (hex.match(/../g) ?? []).toReversed().join('');
}
