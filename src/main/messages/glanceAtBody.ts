import type { BodyFormat, DecodedBody } from '../../shared/domain/decodedBody.ts';
import { targetOf } from '../../shared/domain/executionContext.ts';
import { decodeMessageBody } from './decodeMessageBody.ts';
import { scanCompactJson } from './scanCompactJson.ts';

/** What a list says of a message: which operation on which row, and the ids of its step and its system job. */
export interface BodyGlance {
  readonly format: BodyFormat;
  readonly messageName: string | null;
  readonly table: string | null;
  readonly rowId: string | null;
  readonly rowName: string | null;
  readonly correlationId: string | null;
  readonly operationId: string | null;
  readonly stepId: string | null;
  /** Why the body could not be read. Damage deep inside is found only by decoding, when the message is opened. */
  readonly problem: string | null;
}

/**
 * Reads no more of a body than a list shows. Compact JSON, as Dataverse writes it, is only passed over, which takes a
 * twentieth of the time of decoding: a listener keeps up with its broker. Anything else is decoded.
 */
export function glanceAtBody(body: Uint8Array, options: { readonly contentType?: string } = {}): BodyGlance {
  return scanCompactJson(body) ?? glanceFrom(decodeMessageBody(body, options));
}

function glanceFrom({ context, format, problem }: DecodedBody): BodyGlance {
  const target = context ? targetOf(context) : undefined;
  return {
    format,
    messageName: context?.messageName ?? null,
    table: target?.logicalName ?? context?.primaryEntityName ?? null,
    rowId: target?.id ?? context?.primaryEntityId ?? null,
    rowName: target?.name ?? null,
    correlationId: context?.correlationId ?? null,
    operationId: context?.operationId ?? null,
    stepId: context?.owningExtension?.id ?? null,
    problem: problem?.sentence ?? null,
  };
}
