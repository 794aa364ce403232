import { type SasToken, type SignSas, sasStringToSign } from './sasToken.ts';

type SignatureMistake =
  | 'keyDecoded'
  | 'resourceNotEncoded'
  | 'resourceLowerCased'
  | 'lineFeedAtTheEnd'
  | 'windowsLineEnd';

/** What a key has to do with a token's signature. */
export type SignatureVerdict =
  | { readonly kind: 'signed'; readonly sentence: string }
  /** The key is the right one, but what was signed is not what Service Bus signs. */
  | { readonly kind: 'mistake'; readonly mistake: SignatureMistake; readonly sentence: string }
  | { readonly kind: 'otherKey'; readonly sentence: string };

/** Ways to sign, brought by the core. */
export interface Signers {
  /** HMAC-SHA256 under the key's text, as Service Bus does it. */
  readonly withText: SignSas;
  /** Under the bytes that the key decodes to, as IoT Hub does it. */
  readonly withDecoded: SignSas;
}

/** Tells which key, and which common mistake, made a token's signature. */
export function explainSignature(token: SasToken, key: string, signers: Signers): SignatureVerdict {
  const { encodedResource, expiry, resource } = token;
  const right = sasStringToSign(encodedResource, expiry);
  const made = (sign: SignSas, text: string): boolean => isSame(sign(key, text), token.signature);
  if (made(signers.withText, right)) {
    return { kind: 'signed', sentence: 'This key made the signature: Service Bus accepts it.' };
  }
  const suspects: readonly (readonly [SignatureMistake, SignSas, string])[] = [
    ['keyDecoded', signers.withDecoded, right],
    ['resourceNotEncoded', signers.withText, `${resource}\n${expiry}`],
    ['resourceLowerCased', signers.withText, `${encodedResource.toLowerCase()}\n${expiry}`],
    ['resourceLowerCased', signers.withText, `${encodeURIComponent(resource.toLowerCase())}\n${expiry}`],
    ['lineFeedAtTheEnd', signers.withText, `${right}\n`],
    ['windowsLineEnd', signers.withText, `${encodedResource}\r\n${expiry}`],
  ];
  const guilty = suspects.find(([, sign, text]) => made(sign, text));
  if (guilty) return { kind: 'mistake', mistake: guilty[0], sentence: mistakeSentences[guilty[0]] };
  return {
    kind: 'otherKey',
    sentence:
      'This key did not make the signature. The token is of another policy or of a key that was renewed since, or a character of either was lost.',
  };
}

const mistakeSentences: Readonly<Record<SignatureMistake, string>> = {
  keyDecoded:
    'The key is the right one, but its base64 was decoded before signing, as IoT Hub wants it. Service Bus takes the key as the text that it is: it refuses this token.',
  resourceNotEncoded:
    'The key is the right one, but the resource was signed before it was URL-encoded. Sign it the way it stands in the token (sr).',
  resourceLowerCased:
    'The key is the right one, but another spelling of the resource was signed, in lower case. Sign it letter for letter as it stands in the token (sr).',
  lineFeedAtTheEnd:
    'The key is the right one, but a line feed after the expiry was signed too. Nothing follows the expiry.',
  windowsLineEnd:
    'The key is the right one, but the line between resource and expiry ends with a carriage return. It ends with a line feed alone.',
};

function isSame(one: string, other: string): boolean {
  return one.replace(/=$/, '') === other.replace(/=$/, '');
}
