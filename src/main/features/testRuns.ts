import { randomUUID } from 'node:crypto';
import type { TestOperation, TestPlan, TestRun } from '../../shared/contract/calls/testRuns.ts';
import { FailureError } from '../../shared/contract/failure.ts';
import { RowId } from '../../shared/domain/ids.ts';
import type { Step } from '../../shared/domain/registration.ts';
import type { SystemJob } from '../../shared/domain/systemJob.ts';
import type { ColumnDefinition, ColumnDetails, TableDefinition } from '../dataverse/metadata.ts';
import type { RequestScope } from '../dataverse/ports.ts';
import type { Clock, Tell } from '../ports.ts';
import type { Handlers } from './handlers.ts';
import { informationOf } from './informationOf.ts';
import type { OpenOrganization, OpenOrganizationOf } from './ports.ts';
import { hasEnded } from './systemJobs.ts';
import { rowValuesOf, testColumnsOf } from './testColumns.ts';

export interface TestRunPorts {
  readonly open: OpenOrganizationOf;
  readonly tell: Tell;
  readonly clock: Clock;
}

const operations = new Map<string, TestOperation>([
  ['create', 'create'],
  ['createmultiple', 'create'],
  ['update', 'update'],
  ['updatemultiple', 'update'],
  ['delete', 'delete'],
]);
/** For steps that run for any table: one that every organisation has. */
const exampleTable = 'account';
const rowsOffered = 20;
/** How long a run is watched, and how long a job that deletes itself may stay unseen. */
const patience = 15 * 60_000;
const vanishing = 20_000;
/** How long the job is sought by its correlation id alone. */
const correlationPatience = 5000;

export function createTestRuns(
  ports: TestRunPorts,
): Pick<Handlers, 'testRun.plan' | 'row.search' | 'testRun.start' | 'testRun.follow'> {
  return {
    'testRun.plan': async ({ connectionId, stepId }, { signal }) => {
      const organization = await ports.open(connectionId);
      const scope = { signal };
      const { step } = await organization.dataverse.steps.read(stepId, scope);
      const operation = operationOf(step);
      const table = await tableOf(organization, step.table ?? exampleTable, scope);
      const columns =
        operation === 'delete'
          ? []
          : testColumnsOf({
              operation,
              ...(await columnsOf(organization, table.logicalName, scope)),
              primaryName: table.primaryName,
              filteringAttributes: step.filteringAttributes,
              now: new Date(ports.clock.now()),
            });
      return {
        stepId,
        operation,
        table: table.logicalName,
        tableDisplayName: table.displayName,
        primaryNameColumn: table.primaryName,
        columns,
        warnings: warningsFor(step, operation, table, columns),
      };
    },

    'row.search': async ({ connectionId, table, text }, { signal }) => {
      const organization = await ports.open(connectionId);
      const definition = await tableOf(organization, table, { signal });
      const rows = await organization.dataverse.rows.search(definition, text.trim(), rowsOffered, { signal });
      return { rows };
    },

    'testRun.start': async (input, { signal }) => {
      const { connectionId, stepId, operation, values } = input;
      const organization = await ports.open(connectionId);
      const { dataverse } = organization;
      const scope = { signal };
      await refuseUnconfirmed(organization, input.confirmedOrganization, scope);
      const { step } = await dataverse.steps.read(stepId, scope);
      refuseOtherOperation(step, operation);
      const table = await tableOf(organization, step.table ?? exampleTable, scope);
      const rowId = operation === 'create' ? RowId.parse(randomUUID()) : input.rowId;
      if (rowId === undefined) {
        const sentence = `Choose the row to ${operation}.`;
        throw new FailureError({ code: 'invalid', sentence, fields: { rowId: sentence } });
      }
      const run: TestRun = {
        correlationId: randomUUID(),
        stepId,
        rowId,
        table: table.logicalName,
        operation,
        startedAt: new Date(dataverse.serverNow()).toISOString(),
      };
      if (operation === 'delete') {
        await dataverse.rows.delete(table, rowId, run.correlationId, scope);
      } else {
        const { columns, details } = await columnsOf(organization, table.logicalName, scope);
        const { row, problems } = rowValuesOf(values, columns, details);
        refuseValues(operation, row, problems);
        if (operation === 'create') await dataverse.rows.create(table, rowId, row, run.correlationId, scope);
        else await dataverse.rows.update(table, rowId, row, run.correlationId, scope);
      }
      ports.tell('systemJobs.changed', { connectionId });
      return run;
    },

    'testRun.follow': async ({ connectionId, run }, { signal, progress }) => {
      const organization = await ports.open(connectionId);
      const scope = { signal };
      const { step } = await organization.dataverse.steps.read(run.stepId, scope);
      // It posted inside the operation, or there would have been no row.
      if (step.mode === 'synchronous') return { job: null };
      const started = ports.clock.now();
      let last: SystemJob | undefined;
      for (let pause = 400; ; pause = Math.min(2500, pause * 1.3)) {
        const waited = ports.clock.now() - started;
        const job = await findJob(organization, run, waited > correlationPatience, scope);
        if (last && !job && step.deleteJobWhenSuccessful) {
          // It was there and is gone: only a job that has succeeded deletes itself.
          last = { ...last, status: 'succeeded' };
        } else last = job ?? last;
        progress({ job: last ?? null, waitedSeconds: Math.round(waited / 100) / 10 });
        const unseen = !last && step.deleteJobWhenSuccessful && waited > vanishing;
        if ((last && hasEnded(last)) || unseen || waited > patience) {
          ports.tell('systemJobs.changed', { connectionId });
          return { job: last ?? null };
        }
        await ports.clock.wait(pause, signal);
      }
    },
  };
}

function operationOf(step: Step): TestOperation {
  const operation = operations.get(step.message.toLowerCase());
  if (operation) return operation;
  throw new FailureError({
    code: 'unsupported',
    sentence: `A test run can create, update or delete a row, but this step waits for ${step.message}.`,
    advice: `Do in the organisation what triggers ${step.message}; the message then appears here all the same.`,
  });
}

function refuseOtherOperation(step: Step, operation: TestOperation): void {
  if (operationOf(step) === operation) return;
  throw new FailureError({
    code: 'conflict',
    sentence: `The step waits for ${step.message} now, so this run would not trigger it. Nothing was changed.`,
    advice: 'Close the test run and open it again.',
  });
}

function tableOf(
  { dataverse, memory }: OpenOrganization,
  name: string,
  scope: RequestScope,
): Promise<TableDefinition> {
  return memory.tables.get(name, () => dataverse.metadata.table(name, scope));
}

async function columnsOf(
  { dataverse, memory }: OpenOrganization,
  table: string,
  scope: RequestScope,
): Promise<{ columns: ColumnDefinition[]; details: ColumnDetails }> {
  const [columns, details] = await Promise.all([
    memory.columns.get(table, () => dataverse.metadata.columns(table, scope)),
    memory.columnDetails.get(table, () => dataverse.metadata.details(table, scope)),
  ]);
  return { columns, details };
}

function warningsFor(
  step: Step,
  operation: TestOperation,
  table: TableDefinition,
  columns: TestPlan['columns'],
): string[] {
  const warnings: string[] = [];
  if (!step.enabled) warnings.push('The step is disabled: nothing will be posted. Enable it first.');
  if (step.table === null) {
    warnings.push(
      `The step runs for any table; this run uses ${table.displayName ?? table.logicalName} as an example.`,
    );
  }
  if (operation === 'update' && step.filteringAttributes !== null) {
    const offered = new Set(columns.map(({ logicalName }) => logicalName));
    if (!step.filteringAttributes.some((name) => offered.has(name))) {
      warnings.push(
        `The step waits for changes of ${step.filteringAttributes.join(', ')}, which a test run cannot fill. Change one of them in the organisation instead.`,
      );
    }
  }
  if (step.deleteJobWhenSuccessful) {
    warnings.push('Its system job deletes itself when it succeeds, so it may not be seen here.');
  }
  if (operation === 'delete') warnings.push('The row is really deleted, and cannot be brought back.');
  return warnings;
}

/** Everywhere but in the sandbox a test run changes somebody's data: the user names the organisation first. */
async function refuseUnconfirmed(
  organization: OpenOrganization,
  confirmed: string | undefined,
  scope: RequestScope,
): Promise<void> {
  if (organization.connection.kind === 'sandbox') return;
  const { friendlyName } = await informationOf(organization, scope);
  if (confirmed === friendlyName) return;
  throw new FailureError({
    code: 'invalid',
    sentence: `This changes data in the organisation ${friendlyName}. Confirm that this is meant.`,
    advice: `Confirm with the organisation’s name, ${friendlyName}.`,
    fields: { confirmedOrganization: `The organisation is called ${friendlyName}.` },
  });
}

function refuseValues(
  operation: TestOperation,
  row: Readonly<Record<string, unknown>>,
  problems: Readonly<Record<string, string>>,
): void {
  if (Object.keys(problems).length > 0) {
    const fields = Object.fromEntries(
      Object.entries(problems).map(([name, sentence]) => [`values.${name}`, sentence]),
    );
    throw new FailureError({
      code: 'invalid',
      sentence: 'Some values do not fit their columns. Nothing was changed.',
      advice: 'Correct the values that are marked.',
      fields,
    });
  }
  if (operation === 'update' && Object.keys(row).length === 0) {
    throw new FailureError({
      code: 'invalid',
      sentence: 'An update without a value changes nothing and triggers nothing.',
      advice: 'Give at least one column a value.',
    });
  }
}

/** By the correlation id that the run has sent; where an organisation does not keep it, by the row and the time. */
async function findJob(
  { dataverse }: OpenOrganization,
  run: TestRun,
  byRowToo: boolean,
  scope: RequestScope,
): Promise<SystemJob | undefined> {
  const [exact] = await dataverse.systemJobs.ofCorrelation(run.stepId, run.correlationId, scope);
  if (exact || !byRowToo) return exact;
  const about = await dataverse.systemJobs.regarding(run.rowId, run.startedAt, 20, scope);
  return about.filter(({ stepId }) => stepId === run.stepId).at(-1);
}
