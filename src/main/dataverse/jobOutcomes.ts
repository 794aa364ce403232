import { z } from 'zod';
import type { StepId } from '../../shared/domain/ids.ts';
import { anyOf, filterText, groupsOf } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { number, text } from './rowColumns.ts';
import type { WebApi } from './webApi.ts';

/** Whose newest outcomes are asked for: the jobs of some steps, and those about one row. */
export interface OutcomeOwner {
  readonly rowId: string;
  readonly stepIds: readonly StepId[];
}

export interface LastOutcomes {
  /** ISO time. */
  lastSuccess: string | null;
  /** When the newest job that has succeeded was made. */
  successMadeOn: string | null;
  lastFailure: { at: string; sentence: string | null; waiting: boolean } | null;
}

const select = 'statuscode,friendlymessage,message,createdon,startedon,completedon';
const succeeded = 'statuscode eq 30';
/** Failed for good, or waiting after an attempt that failed. */
const failed = '(statuscode eq 31 or (statuscode eq 10 and startedon ne null))';
const waiting = 10;
/** Ids in one filter, and reads in one request: both stay far below what Dataverse allows. */
const idsAtOnce = 60;
const readsAtOnce = 100;

const Row = z.object({
  statuscode: number,
  friendlymessage: text,
  message: text,
  createdon: text,
  startedon: text,
  completedon: text,
});
type Row = z.output<typeof Row>;
const Page = z.object({ value: z.array(Row) });

interface Read {
  readonly owner: string;
  readonly path: string;
}

/** The newest success and the newest failure of each owner: a few small reads each, many of them in one request. */
export async function readLastOutcomes(
  api: WebApi,
  owners: readonly OutcomeOwner[],
  scope?: RequestScope,
): Promise<ReadonlyMap<string, LastOutcomes>> {
  const groups = groupsOf(owners.flatMap(readsOf), readsAtOnce);
  const outcomes = new Map<string, LastOutcomes>();
  await Promise.all(
    groups.map(async (reads) => {
      const pages = await api.readTogether(
        'systemJob.lastOutcomes',
        reads.map(({ path }) => path),
        reads.map(() => Page),
        scope,
      );
      for (const [index, { owner }] of reads.entries()) {
        const row = pages[index]?.value[0];
        if (row) outcomes.set(owner, withRow(outcomes.get(owner), row));
      }
    }),
  );
  return outcomes;
}

function readsOf({ rowId, stepIds }: OutcomeOwner): Read[] {
  const whose = [
    `_regardingobjectid_value eq ${rowId}`,
    ...groupsOf(stepIds, idsAtOnce).map((group) => anyOf('_owningextensionid_value', group)),
  ];
  return whose.flatMap((filter) =>
    [succeeded, failed].map((state) => ({
      owner: rowId,
      path: `asyncoperations?$select=${select}&$filter=${filterText(`${filter} and ${state}`)}&$orderby=createdon%20desc&$top=1`,
    })),
  );
}

const nothingYet: LastOutcomes = { lastSuccess: null, successMadeOn: null, lastFailure: null };

function withRow(known: LastOutcomes = nothingYet, row: Row): LastOutcomes {
  const at = row.completedon ?? row.startedon ?? row.createdon ?? '';
  if (row.statuscode === 30) {
    return {
      ...known,
      lastSuccess: newer(known.lastSuccess, at),
      successMadeOn: newer(known.successMadeOn, row.createdon ?? ''),
    };
  }
  if (known.lastFailure !== null && known.lastFailure.at > at) return known;
  const sentence = row.friendlymessage?.trim() || row.message?.trim() || null;
  return { ...known, lastFailure: { at, sentence, waiting: row.statuscode === waiting } };
}

function newer(one: string | null, other: string): string {
  return one !== null && one > other ? one : other;
}
