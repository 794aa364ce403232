import type { Row } from '../store/row.ts';
import type { RowChange } from '../store/rowStore.ts';

/** Who asked for what, with the ids that the platform hands on to steps, jobs and messages. */
export type OperationCall = {
  /** The user whose rights count: the one of the token, or the one it impersonates. */
  readonly userId: string;
  /** The user of the token. */
  readonly initiatingUserId: string;
  /** `x-ms-correlation-request-id` of the request, or a fresh guid. */
  readonly correlationId: string;
  /** Fresh for every operation, also for each operation of a batch. */
  readonly requestId: string;
  /** 1 for what a user asked for, one more for each operation that a step started. */
  readonly depth: number;
  /** Header `MSCRM.SolutionUniqueName`. */
  readonly solutionUniqueName?: string;
  /** Header `MSCRM.BypassCustomPluginExecution: true`. */
  readonly bypassCustomLogic?: boolean;
  /** Header `User-Agent`. */
  readonly userAgent?: string;
};

export type WriteOptions = {
  /**
   * The platform writes for itself: no privilege, no column access, no rule and no pipeline, only the columns'
   * types. Meant for system jobs and other rows that users may not touch.
   */
  readonly asPlatform?: boolean;
  /** Version number the row must have, else 412. `*`: the row must be there. */
  readonly ifMatch?: number | '*';
};

/** Writes rows inside one transaction. Values are typed already (see `ColumnValue`). */
export type RowWriter = {
  /** Id of the transaction, the same for all operations of a change set. */
  readonly transactionId: string;
  /** The same transaction in the name of another call: the next operation of a change set, or one that a step starts. */
  withCall(call: OperationCall): RowWriter;
  get(table: string, id: string): Row | undefined;
  create(table: string, values: Row, options?: WriteOptions): Promise<Row>;
  update(table: string, id: string, changes: Row, options?: WriteOptions): Promise<Row>;
  remove(table: string, id: string, options?: WriteOptions): Promise<void>;
};

/** One create, update or delete of a row, on its way through the platform. */
export type RowOperation = {
  readonly message: 'Create' | 'Update' | 'Delete';
  readonly table: string;
  readonly id: string;
  /** Create: the columns sent, and the key. Update: the columns sent. Delete: empty. */
  readonly target: Row;
  /** The row before; undefined on Create. */
  readonly preRow: Row | undefined;
  /** The row after; undefined on Delete, and before the write itself. */
  readonly postRow: Row | undefined;
  readonly call: OperationCall;
  /** Milliseconds since 1970. */
  readonly createdOn: number;
  /** Number of operations that share the transaction: above 1 in a change set. Counted so far. */
  readonly operationsInTransaction: number;
  /** The same map in `before` and `after`. */
  readonly sharedVariables: Map<string, unknown>;
  /** Writes in the same transaction. */
  readonly writer: RowWriter;
};

/** A check of an endpoint that a user asked for. `jobId` is its system job, already there in state Ready. */
export type EndpointCheck = {
  readonly endpoint: Row;
  readonly jobId: string;
  readonly call: OperationCall;
  readonly writer: RowWriter;
};

/**
 * What runs around the writes of business rows: finds steps, posts, creates system jobs.
 * A fault thrown by `before` or `after` refuses the operation and undoes its whole transaction.
 */
export type OperationPipeline = {
  /** Pre-validation and pre-operation. */
  before(operation: RowOperation): void | Promise<void>;
  /** Post-operation, still in the transaction. Asynchronous steps put their system jobs here. */
  after(operation: RowOperation): void | Promise<void>;
  /** A user asked Dataverse to check an endpoint. In the transaction of the request. */
  checkEndpoint(check: EndpointCheck): void | Promise<void>;
  /**
   * A transaction was kept. Tells of every row of every table that it changed: new system jobs to run, jobs that a
   * user retried or cancelled, steps to look up anew. Must return at once.
   */
  committed(changes: readonly RowChange[]): void;
};

/** Runs nothing: an organisation without steps. */
export const emptyPipeline: OperationPipeline = {
  before: () => undefined,
  after: () => undefined,
  checkEndpoint: () => undefined,
  committed: () => undefined,
};
