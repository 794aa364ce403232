import type { OperationCall, RowWriter } from '../operations/operationPipeline.ts';
import type { Organisation } from '../operations/organisation.ts';
import type { Preferences } from './preferences.ts';

/** A request below the service's root: `target` is what follows the root, with its query. Header names in lower case. */
export type ApiRequest = {
  readonly method: string;
  readonly target: string;
  readonly headers: { readonly [name: string]: string | undefined };
  readonly body: string;
};

export type ApiResponse = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string;
};

/** What every route works with. */
export type ApiContext = {
  readonly organisation: Organisation;
  /** Address of the service with a slash at its end. */
  readonly root: string;
  readonly call: OperationCall;
  readonly preferences: Preferences;
  readonly headers: ApiRequest['headers'];
  /** Inside a change set: its transaction. */
  readonly writer?: RowWriter;
  /** Inside a change set: content ids of the operations before, with the rows they wrote, as `set(key)`. */
  readonly contentIds?: ReadonlyMap<string, string>;
};

/** Runs the work in the change set's transaction, or in one of its own. */
export function write<T>(context: ApiContext, work: (writer: RowWriter) => Promise<T>): Promise<T> {
  return context.writer === undefined
    ? context.organisation.transact(context.call, work)
    : work(context.writer);
}

const jsonType = 'application/json; odata.metadata=minimal';

/** An answer with a JSON body. */
export function jsonResponse(
  status: number,
  body: unknown,
  headers: { readonly [name: string]: string } = {},
): ApiResponse {
  return { status, headers: { 'Content-Type': jsonType, ...headers }, body: JSON.stringify(body) };
}

/** An answer whose JSON is written already. */
export function jsonTextResponse(body: string): ApiResponse {
  return { status: 200, headers: { 'Content-Type': jsonType }, body };
}

/** An answer without a body. */
export function emptyResponse(headers: { readonly [name: string]: string } = {}): ApiResponse {
  return { status: 204, headers };
}

/** An answer that is a bare text, as `/$count` and `/$value` give. */
export function textResponse(text: string): ApiResponse {
  return { status: 200, headers: { 'Content-Type': 'text/plain' }, body: text };
}
