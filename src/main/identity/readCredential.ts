import { FailureError } from '../../shared/contract/failure.ts';
import { resolveCloud } from '../../shared/domain/cloud.ts';
import type { SignInRequest } from '../../shared/domain/signInRequest.ts';
import type { Credential } from './msalApplication.ts';
import { readSigningCertificate } from './readSigningCertificate.ts';

/** What an application proves itself with; nothing where a user signs in. Rejects with a FailureError `invalid`. */
export function credentialOf(request: SignInRequest, now: Date): Credential | null {
  if (request.method !== 'secret' && request.method !== 'certificate') return null;
  if (request.tenant === null && resolveCloud(request.cloud).authorityKind === 'entra') {
    throw missing(
      'tenant',
      'An application that signs in by itself has to name its tenant.',
      'It is in the app registration: Directory (tenant) id.',
    );
  }
  if (request.clientId === null) {
    throw missing(
      'clientId',
      'The application’s id is missing.',
      'It is in the app registration: Application (client) id.',
    );
  }
  if (request.method === 'secret') return { kind: 'secret', secret: request.secret };
  const { privateKey, thumbprintSha256, chain } = readSigningCertificate(
    Buffer.from(request.file, 'base64'),
    request.password,
    now,
  );
  return { kind: 'certificate', privateKey, thumbprintSha256, chain };
}

function missing(field: string, sentence: string, advice: string): FailureError {
  return new FailureError({
    code: 'invalid',
    sentence,
    advice,
    fields: { [field]: `${sentence} ${advice}` },
  });
}
