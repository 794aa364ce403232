import { type ConnectionStringPartName, canonicalPartNames } from './connectionStringParts.ts';
import { type Piece, takeConnectionStringApart } from './connectionStringPieces.ts';
import { looksLikeSecret } from './sasKey.ts';
import { formatServiceBusAddress, parseServiceBusAddress } from './serviceBusAddress.ts';

/** Stands for anything secret. Always of one length, so that it tells nothing of what it hides. */
export const maskDots = '••••••••';

const longestMasked = 16_000;

/**
 * A connection string for display and logs. Only what is known to be harmless is kept – address, policy name,
 * entity path, emulator flag, each only when it looks like one – and everything else is dots,
 * so that a malformed text cannot let a key slip through. Idempotent; never throws.
 */
export function maskConnectionString(text: string): string {
  if (text.trim() === '') return '';
  if (text.length > longestMasked) return maskDots;
  const { pieces } = takeConnectionStringApart(text);
  if (!pieces.some((piece) => piece.part !== undefined)) return maskDots;
  return pieces.map(masked).join(';');
}

function masked(piece: Piece): string {
  if (piece.part === undefined) return maskDots;
  const value = harmless(piece.part, piece.value) ?? maskDots;
  return `${canonicalPartNames[piece.part]}=${value}`;
}

function harmless(part: ConnectionStringPartName, value: string): string | undefined {
  if (value === '') return '';
  switch (part) {
    case 'endpoint':
      return harmlessAddress(value);
    case 'policyName':
      return /^[A-Za-z0-9._-]{1,64}$/.test(value) && !looksLikeSecret(value) ? value : undefined;
    case 'entityPath':
      return /^[A-Za-z0-9._/$-]{1,260}$/.test(value) && !looksLikeSecret(value) ? value : undefined;
    case 'emulator':
      return /^(?:true|false)$/i.test(value) ? value : undefined;
    case 'key':
    case 'token':
      return undefined;
    default:
      return part satisfies never;
  }
}

/** Scheme, host and port. A bare word may as well be a key, so it needs a scheme or a dot to pass for a host. */
function harmlessAddress(value: string): string | undefined {
  const address = parseServiceBusAddress(value);
  if (!address) return undefined;
  if (address.scheme === undefined && !address.host.includes('.')) return undefined;
  if (value.includes('@')) return undefined;
  return formatServiceBusAddress({ scheme: address.scheme, host: address.host, port: address.port });
}
