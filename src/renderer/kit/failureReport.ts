import type { Failure } from '../../shared/contract/failure.ts';

/** The details of a failure as lines of name and value, for whoever reports it. */
export function failureReport(failure: Failure): readonly { name: string; value: string }[] {
  const lines: { name: string; value: string }[] = [];
  const add = (name: string, value: string | number | undefined) => {
    if (value !== undefined && value !== '') lines.push({ name, value: String(value) });
  };
  add('Operation', failure.operation);
  add('HTTP status', failure.httpStatus);
  add('Server code', failure.serverCode);
  add('Server text', failure.serverMessage);
  add('Request id', failure.requestId);
  add(
    'Try again after',
    failure.retryAfterSeconds === undefined ? undefined : `${failure.retryAfterSeconds} s`,
  );
  add('Log entry', failure.logId);
  for (const [field, problem] of Object.entries(failure.fields ?? {})) add(field, problem);
  return lines;
}
