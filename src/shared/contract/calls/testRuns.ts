import { z } from 'zod';
import { ConnectionId, RowId, StepId } from '../../domain/ids.ts';
import { SystemJob } from '../../domain/systemJob.ts';
import { call } from '../call.ts';

const which = z.object({ connectionId: ConnectionId });

export const TestOperation = z.enum(['create', 'update', 'delete']);
export type TestOperation = z.infer<typeof TestOperation>;

/** A value as the form edits it; the core turns it into what the column's type wants. */
export const TestValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type TestValue = z.infer<typeof TestValue>;

export const TestColumn = z.object({
  logicalName: z.string(),
  displayName: z.string().nullable(),
  type: z.string(),
  required: z.boolean(),
  /** Which editor fits. Lookups are not offered. */
  editor: z.enum([
    'text',
    'multiline',
    'wholeNumber',
    'decimalNumber',
    'yesNo',
    'choice',
    'date',
    'dateTime',
  ]),
  maxLength: z.number().int().nullable(),
  options: z.array(z.object({ value: z.number().int(), label: z.string() })).nullable(),
  /** A value that works, chosen by us; null leaves the column out. */
  suggestion: TestValue,
});
export type TestColumn = z.infer<typeof TestColumn>;

export const TestPlan = z.object({
  stepId: StepId,
  operation: TestOperation,
  table: z.string(),
  tableDisplayName: z.string().nullable(),
  primaryNameColumn: z.string().nullable(),
  /** The columns worth editing, the suggested ones first. */
  columns: z.array(TestColumn),
  /** Said before the run, for example that the step is disabled or that none of its filtering attributes is among the values. */
  warnings: z.array(z.string()),
});
export type TestPlan = z.infer<typeof TestPlan>;

export const RowChoice = z.object({ id: RowId, name: z.string(), modifiedOn: z.string().nullable() });
export type RowChoice = z.infer<typeof RowChoice>;

export const TestRun = z.object({
  correlationId: z.string(),
  stepId: StepId,
  rowId: RowId,
  table: z.string(),
  operation: TestOperation,
  /** ISO time just before the operation was sent. */
  startedAt: z.string(),
});
export type TestRun = z.infer<typeof TestRun>;

export const testRunCalls = {
  'testRun.plan': call(which.extend({ stepId: StepId }), TestPlan),
  /** Rows of a table by primary name, newest first, at most 20. */
  'row.search': call(
    which.extend({ table: z.string().min(1).max(200), text: z.string().max(200) }),
    z.object({ rows: z.array(RowChoice) }),
  ),
  'testRun.start': call(
    which.extend({
      stepId: StepId,
      operation: TestOperation,
      /** Row to update or delete. */
      rowId: RowId.optional(),
      values: z.record(z.string(), TestValue),
      /** Name of the organisation, typed or clicked by the user; asked for everywhere but in the sandbox. */
      confirmedOrganization: z.string().optional(),
    }),
    TestRun,
  ),
  /** Watches the job of a run until it ends or the call is cancelled; every change is told as progress. */
  'testRun.follow': call(
    which.extend({ run: TestRun }),
    z.object({ job: SystemJob.nullable() }),
    z.object({ job: SystemJob.nullable(), waitedSeconds: z.number() }),
  ),
};
