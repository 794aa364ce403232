/** Times two ways of doing the same in turn, A B A B …, so that a machine whose speed drifts is fair to both. */

export interface Comparison {
  /** Median of ours, in the unit of the bench. */
  readonly ours: number;
  /** Median of what it is held against. */
  readonly floor: number;
  /** Median of the ratios ours/floor, pair by pair. */
  readonly ratio: number;
}

/** Runs each once to warm up, then in turn. Each returns its own figure: seconds, messages a second … */
export async function compare(
  ours: () => Promise<number>,
  floor: () => Promise<number>,
  rounds = 5,
): Promise<Comparison> {
  await floor();
  await ours();
  const pairs: { ours: number; floor: number }[] = [];
  for (let round = 0; round < rounds; round += 1) pairs.push({ floor: await floor(), ours: await ours() });
  return {
    ours: median(pairs.map((pair) => pair.ours)),
    floor: median(pairs.map((pair) => pair.floor)),
    ratio: median(pairs.map((pair) => pair.ours / pair.floor)),
  };
}

export async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** One line of the table. */
export interface BenchRow {
  readonly what: string;
  readonly against: string;
  readonly unit: string;
  readonly ours: number;
  readonly floor: number;
  readonly ratio: number;
  /** What we want of the ratio; said, never asserted. */
  readonly goal: string;
}

export function printRows(rows: readonly BenchRow[]): void {
  const cells = rows.map((row) => [
    row.what,
    row.against,
    `${round(row.ours)} ${row.unit}`,
    `${round(row.floor)} ${row.unit}`,
    round(row.ratio),
    row.goal,
  ]);
  const lines = [['what', 'against', 'ours', 'floor', 'ratio', 'goal'], ...cells];
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  for (const line of lines)
    console.log(line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
