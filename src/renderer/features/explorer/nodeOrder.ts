import type { Stage, Step } from '../../../shared/domain/registration.ts';

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** As people sort names. Most neighbours in a list of steps have the same table: asking the collator each time would be most of the work. */
export function compareNames(a: string, b: string): number {
  return a === b ? 0 : collator.compare(a, b);
}

export function byName<Row extends { readonly name: string }>(rows: readonly Row[]): readonly Row[] {
  return [...rows].sort((a, b) => compareNames(a.name, b.name));
}

const stageOrder: Readonly<Record<Stage, number>> = {
  preValidation: 0,
  preOperation: 1,
  mainOperation: 2,
  postOperation: 3,
  postOperationDeprecated: 4,
};

/** As they run on one message and table: by stage, then rank. Asynchronous ones come after, whatever their rank. */
export function inRunningOrder(steps: readonly Step[]): readonly Step[] {
  return [...steps].sort(compareRunning);
}

function compareRunning(a: Step, b: Step): number {
  return (
    stageOrder[a.stage] - stageOrder[b.stage] ||
    Number(a.mode === 'asynchronous') - Number(b.mode === 'asynchronous') ||
    a.rank - b.rank ||
    compareNames(a.name, b.name)
  );
}

/** In the order in which a reader looks for them: by table, message, stage, rank. */
export function inReadingOrder(steps: readonly Step[]): readonly Step[] {
  if (steps.length < 2) return steps;
  return [...steps].sort(
    (a, b) =>
      compareNames(a.table ?? '', b.table ?? '') ||
      compareNames(a.message, b.message) ||
      stageOrder[a.stage] - stageOrder[b.stage] ||
      a.rank - b.rank ||
      compareNames(a.name, b.name),
  );
}
