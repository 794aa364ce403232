import { randomUUID } from 'node:crypto';
import { badRequest, DataverseFault } from '../dataverseFault.ts';
import type { Organisation } from '../operations/organisation.ts';
import type { ApiRequest, ApiResponse } from './apiMessage.ts';
import { type Caller, type ChangeSet, errorResponse, handleRequest } from './handleRequest.ts';
import { boundaryOf, type Part, parsePart, splitParts, writePart } from './multipart.ts';
import { parsePreferences } from './preferences.ts';

/** Dataverse takes this many operations in one batch, and addresses this long in it. */
const mostOperations = 1000;
const longestAddress = 65_536;

type Operation = { readonly contentId: string | undefined; readonly request: ApiRequest };
type BatchItem =
  | { readonly kind: 'single'; readonly operation: Operation }
  | { readonly kind: 'changeSet'; readonly operations: readonly Operation[] };

/** How one operation of the batch is answered before it is run; undefined runs it. */
export type Intercept = (request: ApiRequest) => ApiResponse | undefined;

/**
 * Runs a `$batch`. Without continue-on-error it stops at the first failure and the whole answer has status 400.
 * @param rootPath path of the service, which absolute addresses in the batch begin with
 */
export async function runBatch(
  organisation: Organisation,
  root: string,
  rootPath: string,
  caller: Caller,
  request: ApiRequest,
  intercept: Intercept,
): Promise<ApiResponse> {
  let items: BatchItem[];
  let continueOnError: boolean;
  try {
    if (request.method !== 'POST') throw new DataverseFault(405, '0x80060888', 'A batch is sent by POST.');
    continueOnError = parsePreferences(request.headers.prefer).continueOnError;
    items = parseBatch(request, rootPath);
  } catch (error) {
    if (error instanceof DataverseFault) return errorResponse(error);
    throw error;
  }
  const boundary = `batchresponse_${randomUUID()}`;
  const parts: string[] = [];
  let failed = false;
  const run = async (operation: Operation, changeSet?: ChangeSet): Promise<ApiResponse> =>
    intercept(operation.request) ?? handleRequest(organisation, root, caller, operation.request, changeSet);
  for (const item of items) {
    if (item.kind === 'single') {
      const response = await run(item.operation);
      parts.push(writePart(boundary, httpPart(item.operation.contentId), httpText(response)));
      failed ||= response.status >= 400;
    } else {
      const outcome = await runChangeSet(organisation, caller, item.operations, run);
      parts.push(outcome.write(boundary));
      failed ||= outcome.failed;
    }
    if (failed && !continueOnError) break;
  }
  return {
    status: failed && !continueOnError ? 400 : 200,
    headers: { 'Content-Type': `multipart/mixed; boundary=${boundary}` },
    body: `${parts.join('')}--${boundary}--\r\n`,
  };
}

/** Thrown to undo a change set; carries the answer of the operation that failed. */
class ChangeSetFailure extends Error {
  readonly response: ApiResponse;
  readonly contentId: string | undefined;

  constructor(response: ApiResponse, contentId: string | undefined) {
    super('An operation of the change set failed.');
    this.response = response;
    this.contentId = contentId;
  }
}

/** All operations in one transaction. A failure undoes them all and is answered by a single part. */
async function runChangeSet(
  organisation: Organisation,
  caller: Caller,
  operations: readonly Operation[],
  run: (operation: Operation, changeSet: ChangeSet) => Promise<ApiResponse>,
): Promise<{ readonly failed: boolean; write(boundary: string): string }> {
  const call = {
    userId: caller.tokenUserId,
    initiatingUserId: caller.tokenUserId,
    correlationId: caller.correlationId,
    requestId: randomUUID(),
    depth: 1,
  };
  try {
    const responses = await organisation.transact(call, async (writer) => {
      const contentIds = new Map<string, string>();
      const done: { readonly contentId: string | undefined; readonly response: ApiResponse }[] = [];
      for (const { contentId, request } of operations) {
        const response = await run({ contentId, request }, { writer, contentIds });
        if (response.status >= 400) throw new ChangeSetFailure(response, contentId);
        const row = /\/(\w+\([^()]*\))$/.exec(response.headers['OData-EntityId'] ?? '')?.[1];
        if (contentId !== undefined && row !== undefined) contentIds.set(contentId, row);
        done.push({ contentId, response });
      }
      return done;
    });
    return {
      failed: false,
      write: (boundary) => {
        const inner = `changesetresponse_${randomUUID()}`;
        const parts = responses.map(({ contentId, response }) =>
          writePart(inner, httpPart(contentId), httpText(response)),
        );
        return writePart(
          boundary,
          [`Content-Type: multipart/mixed; boundary=${inner}`],
          `${parts.join('')}--${inner}--`,
        );
      },
    };
  } catch (error) {
    if (!(error instanceof ChangeSetFailure)) throw error;
    return {
      failed: true,
      write: (boundary) => writePart(boundary, httpPart(error.contentId), httpText(error.response)),
    };
  }
}

function httpPart(contentId: string | undefined): string[] {
  const headers = ['Content-Type: application/http', 'Content-Transfer-Encoding: binary'];
  return contentId === undefined ? headers : [...headers, `Content-ID: ${contentId}`];
}

const reasons: { readonly [status: number]: string } = {
  200: 'OK',
  201: 'Created',
  204: 'No Content',
  304: 'Not Modified',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  412: 'Precondition Failed',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
};

function httpText(response: ApiResponse): string {
  const headers = Object.entries({ ...response.headers, 'OData-Version': '4.0' });
  const lines = [
    `HTTP/1.1 ${response.status} ${reasons[response.status] ?? 'Unknown'}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${response.body ?? ''}`;
}

function parseBatch(request: ApiRequest, rootPath: string): BatchItem[] {
  const boundary = boundaryOf(request.headers['content-type']);
  if (boundary === undefined)
    throw badRequest('The content type of a batch is multipart/mixed with a boundary.');
  const items: BatchItem[] = [];
  let count = 0;
  for (const text of splitParts(request.body, boundary)) {
    const part = parsePart(text);
    const inner = boundaryOf(part.headers.get('content-type'));
    const operations =
      inner === undefined
        ? [parseOperation(part, rootPath, request.headers)]
        : splitParts(part.body, inner).map((child) =>
            parseOperation(parsePart(child), rootPath, request.headers),
          );
    count += operations.length;
    if (count > mostOperations) throw badRequest(`A batch holds at most ${mostOperations} operations.`);
    const [only] = operations;
    if (inner !== undefined) {
      checkChangeSet(operations);
      items.push({ kind: 'changeSet', operations });
    } else if (only !== undefined) items.push({ kind: 'single', operation: only });
  }
  if (count === 0) throw badRequest('The batch holds no operation.');
  return items;
}

function checkChangeSet(operations: readonly Operation[]): void {
  const seen = new Set<string>();
  for (const { contentId, request } of operations) {
    if (request.method === 'GET') throw badRequest('A change set cannot hold a GET.');
    if (contentId === undefined) throw badRequest('Every operation of a change set needs a Content-ID.');
    if (seen.has(contentId)) throw badRequest(`The Content-ID '${contentId}' is used twice in a change set.`);
    seen.add(contentId);
  }
}

/** Headers of the batch that hold for each of its operations. */
const inheritedHeaders = [
  'mscrmcallerid',
  'callerobjectid',
  'user-agent',
  'mscrm.bypasscustompluginexecution',
];

function parseOperation(part: Part, rootPath: string, outer: ApiRequest['headers']): Operation {
  const contentType = part.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (contentType !== 'application/http')
    throw badRequest("The content type of an operation in a batch is 'application/http'.");
  const [line = ''] = part.body.split(/\r?\n/, 1);
  const match = /^(GET|POST|PATCH|PUT|DELETE) (\S+) HTTP\/1\.1$/.exec(line);
  if (match === null)
    throw badRequest(`The batch is not well formed: '${line.slice(0, 60)}' is not a request line.`);
  const [, method = '', url = ''] = match;
  if (url.length > longestAddress) throw badRequest('An address in the batch is too long.');
  const message = parsePart(part.body.slice(line.length).replace(/^\r?\n/, ''));
  const headers: { [name: string]: string | undefined } = {};
  for (const name of inheritedHeaders) headers[name] = outer[name];
  for (const [name, value] of message.headers) headers[name] = value;
  const contentId = part.headers.get('content-id') ?? message.headers.get('content-id');
  return {
    contentId,
    request: { method, target: belowRoot(url, rootPath), headers, body: message.body.trim() },
  };
}

/** Addresses in a batch are full, absolute or relative to the root. */
function belowRoot(url: string, rootPath: string): string {
  const path = url.replace(/^https?:\/\/[^/?#]+/i, '');
  if (path.startsWith(rootPath)) return path.slice(rootPath.length);
  const otherVersion = /^\/api\/data\/v9\.\d\//.exec(path);
  if (otherVersion !== null) return path.slice(otherVersion[0].length);
  if (path.startsWith('/$')) return path;
  if (path.startsWith('/'))
    throw badRequest(`The address '${url.slice(0, 100)}' is not one of this service.`);
  return path;
}
