import { setImmediate as nextTurn } from 'node:timers/promises';
import type { z } from 'zod';
import { type Failure, FailureError } from '../../shared/contract/failure.ts';
import type { BatchOperation, PartReply } from './multipart.ts';
import { MultipartError, readMultipart, writeChangeSet, writeReads } from './multipart.ts';
import type { RequestScope } from './ports.ts';
import { RequestFailure } from './requestFailure.ts';
import type { RefusedPart, Reply, Runner } from './runner.ts';
import { translateFailure } from './translateFailure.ts';

const mostPages = 2000;
const jsonType = 'application/json; charset=utf-8';

/** One row with the etag that an update of it has to send. */
export interface RowWithEtag<Row> {
  readonly row: Row;
  readonly etag: string;
}

interface ReadQuery {
  readonly operation: string;
  readonly path: string;
  readonly prefer?: readonly string[];
}

/**
 * The verbs of the Web API on top of the runner: rows in and out, parsed; writes that may be repeated safely.
 * Knows OData, but no table.
 */
export interface WebApi {
  readonly runner: Runner;
  /** One JSON answer. */
  read<Schema extends z.ZodType>(
    query: ReadQuery,
    schema: Schema,
    scope?: RequestScope,
  ): Promise<z.output<Schema>>;
  /** All rows of a query, over all its pages. */
  readRows<Schema extends z.ZodType>(
    query: ReadQuery,
    row: Schema,
    scope?: RequestScope,
  ): Promise<z.output<Schema>[]>;
  readRow<Schema extends z.ZodType>(
    query: ReadQuery,
    row: Schema,
    scope?: RequestScope,
  ): Promise<RowWithEtag<z.output<Schema>>>;
  /** Several reads in one request, each parsed by its own schema. */
  readTogether<Schemas extends readonly z.ZodType[]>(
    operation: string,
    paths: { [Index in keyof Schemas]: string },
    schemas: Schemas,
    scope?: RequestScope,
  ): Promise<{ [Index in keyof Schemas]: z.output<Schemas[Index]> }>;
  /**
   * The body holds the primary key, chosen by us: a repeat that meets our own row counts as success.
   * With `solution`, its unique name, the row joins that solution as it is created.
   */
  create(
    request: {
      operation: string;
      set: string;
      body: object;
      correlationId?: string | undefined;
      solution?: string | null | undefined;
    },
    scope?: RequestScope,
  ): Promise<void>;
  /** Not an upsert: a row that is missing is an error. */
  update(
    request: {
      operation: string;
      path: string;
      body: object;
      /** `*` only demands that the row exists; such an update is not repeated unless `repeatable` says so. */
      etag: string;
      correlationId?: string;
      repeatable?: boolean;
    },
    scope?: RequestScope,
  ): Promise<void>;
  /** A row that is gone already counts as deleted when an earlier attempt of ours may have done it. */
  delete(
    request: { operation: string; path: string; etag?: string; correlationId?: string },
    scope?: RequestScope,
  ): Promise<void>;
  act(request: { operation: string; path: string; body: object }, scope?: RequestScope): Promise<void>;
  /**
   * All or nothing, at most 1,000 operations. Rejects with the failure of the first that was refused. Answers with the
   * rows' new etags, in the order of the operations, undefined for those that did not ask for one.
   */
  changeSet(
    request: { operation: string; operations: readonly BatchOperation[]; repeatable: boolean },
    scope?: RequestScope,
  ): Promise<readonly (string | undefined)[]>;
}

export function createWebApi(runner: Runner, webApi: string): WebApi {
  const root = new URL(webApi);

  async function get(query: ReadQuery, path: string, scope?: RequestScope): Promise<unknown> {
    const reply = await runner.request(
      { operation: query.operation, method: 'GET', path, prefer: query.prefer },
      scope,
    );
    return parseJson(reply, query.operation);
  }

  async function batch(
    operation: string,
    body: { contentType: string; text: string },
    kind: { readonly reading?: boolean; readonly repeatable: boolean },
    scope?: RequestScope,
  ): Promise<PartReply[]> {
    const reply = await runner.request(
      { operation, method: 'POST', path: '$batch', body, ...kind, refusedPart },
      scope,
    );
    const parts = partsOf(reply, operation);
    for (const part of parts) {
      if (isRefused(part)) {
        const { status, body, requestId, contentId } = refusal(part);
        throw new RequestFailure(translateFailure({ status, body, operation, requestId }), {
          maybeExecuted: reply.maybeRepeated,
          refusedContentId: contentId,
        });
      }
    }
    return parts;
  }

  return {
    runner,

    async read(query, schema, scope) {
      return parse(schema, await get(query, query.path, scope), query.operation);
    },

    async readRows(query, row, scope) {
      const rows: z.output<typeof row>[] = [];
      const seen = new Set<string>();
      let path: string | undefined = query.path;
      while (path !== undefined) {
        if (seen.has(path) || seen.size >= mostPages) {
          throw strangeAnswer(query.operation, 'Its list of rows never ends.');
        }
        seen.add(path);
        const page: unknown = await get(query, path, scope);
        if (!isObject(page) || !Array.isArray(page.value)) {
          throw strangeAnswer(query.operation, 'It holds no list of rows.');
        }
        for (const [index, item] of page.value.entries()) {
          rows.push(parse(row, item, query.operation));
          // Listeners and other pages share this thread: thousands of rows must not hold them up.
          if (index % 1000 === 999) await nextTurn();
        }
        const next: unknown = page['@odata.nextLink'];
        path = typeof next === 'string' && next !== '' ? next : undefined;
      }
      return rows;
    },

    async readRow(query, row, scope) {
      const value = await get(query, query.path, scope);
      const etag = isObject(value) ? value['@odata.etag'] : undefined;
      if (typeof etag !== 'string') throw strangeAnswer(query.operation, 'Its row has no etag.');
      return { row: parse(row, value, query.operation), etag };
    },

    async readTogether(operation, paths, schemas, scope) {
      const parts = await batch(
        operation,
        writeReads(root, paths),
        { reading: true, repeatable: true },
        scope,
      );
      const values = schemas.map((schema, index) => {
        const part = parts[index];
        if (!part) throw strangeAnswer(operation, 'It holds fewer answers than there were questions.');
        return parse(schema, parseText(part.body, operation), operation);
      });
      // One value per schema, in the same order: more than the type of `map` can say.
      return values as { [Index in keyof typeof schemas]: z.output<(typeof schemas)[Index]> };
    },

    async create({ operation, set, body, correlationId, solution }, scope) {
      try {
        await runner.request(
          {
            operation,
            method: 'POST',
            path: set,
            body: json(body),
            correlationId,
            solution: solution ?? undefined,
            repeatable: true,
          },
          scope,
        );
      } catch (error) {
        if (error instanceof RequestFailure && error.maybeExecuted && error.failure.code === 'duplicate')
          return;
        throw error;
      }
    },

    async update({ operation, path, body, etag, correlationId, repeatable }, scope) {
      await runner.request(
        { operation, method: 'PATCH', path, body: json(body), etag, correlationId, repeatable },
        scope,
      );
    },

    async delete({ operation, path, etag, correlationId }, scope) {
      try {
        await runner.request({ operation, method: 'DELETE', path, etag, correlationId }, scope);
      } catch (error) {
        if (error instanceof RequestFailure && error.maybeExecuted && error.failure.code === 'notFound')
          return;
        throw error;
      }
    },

    async act({ operation, path, body }, scope) {
      await runner.request({ operation, method: 'POST', path, body: json(body) }, scope);
    },

    async changeSet({ operation, operations, repeatable }, scope) {
      if (operations.length === 0) return [];
      const parts = await batch(operation, writeChangeSet(root, operations), { repeatable }, scope);
      if (parts.length < operations.length) {
        throw strangeAnswer(operation, 'It holds fewer answers than there were changes.');
      }
      return parts.map(({ headers, body }) => headers.get('etag') ?? etagIn(body));
    },
  };
}

function json(body: object): { contentType: string; text: string } {
  return { contentType: jsonType, text: JSON.stringify(body) };
}

function partsOf(reply: Reply, operation: string): PartReply[] {
  try {
    return readMultipart(reply.headers.get('content-type') ?? '', reply.text);
  } catch (error) {
    if (error instanceof MultipartError) throw strangeAnswer(operation, error.message);
    throw error;
  }
}

/** The etag of a row that an answer within a batch holds. */
function etagIn(body: string): string | undefined {
  return /"@odata\.etag"\s*:\s*"(W\/\\"\d+\\")"/.exec(body)?.[1]?.replaceAll('\\"', '"');
}

function isRefused(part: PartReply): boolean {
  return part.status < 200 || part.status >= 300;
}

function refusal(part: PartReply): RefusedPart {
  const requestId = part.headers.get('x-ms-service-request-id') ?? part.headers.get('req_id');
  return { status: part.status, body: part.body, requestId, contentId: part.contentId };
}

/** A refused operation makes the whole answer a failure, which is multipart all the same and says more inside. */
function refusedPart(contentType: string, text: string): RefusedPart | undefined {
  if (!contentType.toLowerCase().startsWith('multipart/')) return undefined;
  try {
    const part = readMultipart(contentType, text).find(isRefused);
    return part && refusal(part);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function parseJson(reply: Reply, operation: string): unknown {
  return parseText(reply.text, operation);
}

function parseText(text: string, operation: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw strangeAnswer(operation, 'It is not JSON.');
  }
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  operation: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue?.path.map(String).join('.') ?? '';
  throw strangeAnswer(operation, `${place === '' ? 'The whole' : place}: ${issue?.message ?? 'unknown'}.`);
}

function strangeAnswer(operation: string, details: string): FailureError {
  const failure: Failure = {
    code: 'unsupported',
    sentence: 'The answer is not what a Dataverse Web API gives.',
    advice:
      'Check that the connection’s address is that of an organisation, not of a portal or a proxy’s page.',
    serverMessage: details,
    operation,
  };
  return new FailureError(failure);
}
