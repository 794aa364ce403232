import type { Organisation } from '../operations/organisation.ts';
import { timestamp } from '../rules/platformColumns.ts';
import type { ManagedPropertyValue, Row } from '../store/row.ts';

/** Where seeded rows go, and what they are to refer to. */
export type SeedPlace = {
  readonly organisation: Organisation;
  /** The moment that "yesterday" is counted from. Milliseconds since 1970. */
  readonly now: number;
  /** The sandbox's own Service Bus, such as `sb://127.0.0.1:51234/`. */
  readonly namespaceAddress: string;
  /** Key of the policy `send`. */
  readonly sendKey: string;
};

const minute = 60_000;
const day = 24 * 60 * minute;

export function daysAgo(place: SeedPlace, days: number, minutes = 0): string {
  return timestamp(place.now - days * day - minutes * minute);
}

/** Columns of a row that came with a managed solution. */
export function managedColumns(solutionId: string, customizable = true): Row {
  const iscustomizable: ManagedPropertyValue = { value: customizable, canBeChanged: false };
  return { ismanaged: true, solutionid: solutionId, iscustomizable };
}

export const hidden: ManagedPropertyValue = { value: true, canBeChanged: false };
