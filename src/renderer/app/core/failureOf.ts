import { type Failure, isFailure } from '../../../shared/contract/failure.ts';

/** What went wrong, as data, whatever was thrown. */
export function failureOf(error: unknown): Failure {
  if (isFailure(error)) return error.failure;
  return {
    code: 'unexpected',
    sentence: 'Registrar made a mistake of its own.',
    advice: 'Try once more. If it happens again, copy the report and tell us.',
    serverMessage: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  };
}
