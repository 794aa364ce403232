import { type Failure, FailureError, isFailure } from '../../shared/contract/failure.ts';

/** One field in words, before and after. */
export type FieldWords = Readonly<Record<string, string>>;

/** Whether a failure says that somebody else has changed the row. */
export function isConflict(error: unknown): error is FailureError {
  return isFailure(error) && error.failure.code === 'conflict';
}

/**
 * A conflict with what is different beside each field: between the row as it was read and as it is now, or, when it
 * is not known any more how it was read, between what the user wants and what is there.
 */
export function conflictFailure(
  options: { read: FieldWords | undefined; wanted: FieldWords; now: FieldWords; noun: string },
  cause?: FailureError,
): FailureError {
  const before = options.read ?? options.wanted;
  const fields: Record<string, string> = {};
  for (const [field, words] of Object.entries(options.now)) {
    if (words === before[field]) continue;
    fields[field] = options.read
      ? `Now ${words}; it was ${before[field] ?? 'empty'} when you opened it.`
      : `Now ${words}.`;
  }
  const failure: Failure = {
    ...cause?.failure,
    code: 'conflict',
    sentence: `Somebody else changed this ${options.noun} since you opened it. Nothing was saved.`,
    advice:
      Object.keys(fields).length > 0
        ? 'Look at what is different. Save again to put yours in its place, or cancel to keep what is there.'
        : 'What you see here is the same; something else about it was changed. Save again to put yours in its place.',
    fields,
  };
  return new FailureError(failure, cause ? { cause } : undefined);
}

/** A text as a sentence quotes it. */
export function quoted(text: string | null): string {
  if (text === null || text === '') return 'empty';
  return `“${text.length > 80 ? `${text.slice(0, 80)}…` : text}”`;
}
