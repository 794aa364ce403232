import { fetchAndForget, newestActivity } from './load.ts';
import { type BenchRow, compare, millisecondsOf } from './measure.ts';
import { loadAsRequestPerRow, loadAsSequentialTool } from './peerLoads.ts';
import { startCore } from './startCore.ts';

const latencyMs = 40;

/** Loading the large sandbox: against the least that it can take, and against the ways of other tools. */
export async function benchLoadLarge(): Promise<BenchRow[]> {
  const bench = await startCore(latencyMs, 'large');
  try {
    const { core, connectionId, addresses } = bench;
    const before = await newestActivity(bench);
    const { registrations } = await core.call('registrations.load', { connectionId });
    const { entries } = await core.call('activity.list', { connectionId, after: before });
    const paths = entries.map(({ path }) => path);
    const ours = (): Promise<number> =>
      millisecondsOf(() => core.call('registrations.load', { connectionId }));
    const load = await compare(ours, () => millisecondsOf(() => fetchAndForget(bench, paths)));
    let requests = 0;
    const sequential = await compare(
      ours,
      () =>
        millisecondsOf(async () => {
          requests = await loadAsSequentialTool(addresses);
        }),
      3,
    );
    const perRow = await loadAsRequestPerRow(addresses);
    const nodes = registrations.steps.length + registrations.types.length + registrations.images.length;
    const what = `load of the large sandbox: ${nodes} nodes at ${latencyMs} ms latency`;
    return [
      {
        what: `${what}, ${entries.length} requests`,
        against: 'the same responses fetched in parallel and thrown away',
        unit: 'ms',
        ...load,
        goal: 'at most 1.5',
      },
      {
        what,
        against: `one list after the other, with all users and message filters: ${requests} requests`,
        unit: 'ms',
        ...sequential,
        goal: 'below 1',
      },
      {
        what,
        against:
          `a request for each assembly, type and step: ${perRow.requests} requests, ` +
          `reckoned from the first ${perRow.measured}`,
        unit: 'ms',
        ours: load.ours,
        floor: perRow.milliseconds,
        ratio: load.ours / perRow.milliseconds,
        goal: 'below 0.1',
      },
    ];
  } finally {
    await bench.close();
  }
}
