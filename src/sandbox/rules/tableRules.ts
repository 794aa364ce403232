import type { OperationCall, RowWriter } from '../operations/operationPipeline.ts';
import type { Table } from '../schema/schema.ts';
import type { Row } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';

/** What a rule may look at. */
export type RuleContext = {
  readonly table: Table;
  readonly store: RowStore;
  readonly call: OperationCall;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The platform writes for itself. */
  readonly asPlatform: boolean;
  /** The row is deleted along with the one that it belongs to. */
  readonly goesAlong: boolean;
};

/** What the platform does and refuses for one table beyond what the columns themselves say. Refusals are thrown. */
export type TableRules = {
  /** System-required columns that this row may lack all the same. */
  mayLack?(row: Row): readonly string[];
  /** Columns that follow from others: added to what is about to be stored. `changes` is what was sent. */
  derive?(row: Row, before: Row | undefined, changes: Row, context: RuleContext): Row;
  /** The row as it would be stored. `before` is undefined on create. */
  check?(row: Row, before: Row | undefined, changes: Row, context: RuleContext): void;
  /** What the platform does to other rows because of this one, which is stored already. Not after its own writes. */
  follow?(
    row: Row,
    before: Row | undefined,
    changes: Row,
    context: RuleContext,
    writer: RowWriter,
  ): Promise<void>;
  checkDelete?(row: Row, context: RuleContext): void;
  /** What else goes because the row went. */
  followDelete?(row: Row, context: RuleContext, writer: RowWriter): Promise<void>;
};
