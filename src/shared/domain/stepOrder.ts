import type { ExecutionMode, Stage } from './registration.ts';

/** What of a step decides when it runs. */
export interface OrderedStep {
  readonly id: string;
  readonly name: string;
  readonly message: string;
  readonly table: string | null;
  readonly messageFilterId: string | null;
  readonly stage: Stage;
  readonly mode: ExecutionMode;
  readonly rank: number;
  readonly enabled: boolean;
}

const stageOrder: Readonly<Record<Stage, number>> = {
  preValidation: 10,
  preOperation: 20,
  mainOperation: 30,
  // The deprecated stage runs with the one that took its place.
  postOperation: 40,
  postOperationDeprecated: 40,
};

/**
 * The steps that a message of a table sets off, in the order in which they run: by stage, synchronous before
 * asynchronous, by rank. Steps for any table run among those of the table. Where all that is equal, the platform goes
 * by the id of the message filter, and within one filter by nothing that it documents: such steps follow each other
 * here by name, and `isTie` tells.
 * https://learn.microsoft.com/power-apps/developer/data-platform/register-plug-in
 */
export function stepsInOrder<Row extends OrderedStep>(
  steps: readonly Row[],
  of: { readonly message: string; readonly table: string | null },
): Row[] {
  const message = of.message.toLowerCase();
  return steps
    .filter(
      (step) =>
        step.message.toLowerCase() === message &&
        (of.table === null || step.table === null || step.table === of.table),
    )
    .sort(
      (one, other) =>
        compareSetting(one, other) ||
        compareText(one.messageFilterId ?? '', other.messageFilterId ?? '') ||
        one.name.localeCompare(other.name) ||
        compareText(one.id, other.id),
    );
}

function compareSetting(one: OrderedStep, other: OrderedStep): number {
  return (
    stageOrder[one.stage] - stageOrder[other.stage] ||
    Number(one.mode === 'asynchronous') - Number(other.mode === 'asynchronous') ||
    one.rank - other.rank
  );
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Whether stage, mode and rank leave open which of two steps runs first. Disabled steps do not run. */
export function isTie(one: OrderedStep, other: OrderedStep): boolean {
  return one.enabled && other.enabled && one.id !== other.id && compareSetting(one, other) === 0;
}
