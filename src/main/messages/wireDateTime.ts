import type { DateTime } from '../../shared/domain/contextValue.ts';

const jsonDate = /^\/Date\((-?\d{1,17})(?:([+-])(\d{2})(\d{2}))?\)\/$/;
const isoDate = /^(-?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(?:(Z)|([+-])(\d\d):(\d\d))?$/;

/**
 * Reads `/Date(ms)/` and `/Date(ms+hhmm)/`. The milliseconds are always UTC; the offset only says which local time
 * to show. Undefined when the text is none of the two.
 */
export const readJsonDateTime = (raw: string): DateTime | undefined => {
  const match = jsonDate.exec(raw);
  if (!match) return undefined;
  const milliseconds = Number(match[1]);
  const offsetMinutes = minutesOf(match[2], match[3], match[4]);
  const instant = isoOf(milliseconds);
  const wallClock = isoOf(milliseconds + (offsetMinutes ?? 0) * 60_000);
  return {
    raw,
    ...(wallClock === undefined ? {} : { wallClock: wallClock.slice(0, -1) }),
    ...(instant === undefined ? {} : { instant }),
    ...(offsetMinutes === undefined ? {} : { offsetMinutes }),
  };
};

/**
 * Reads an XML schema dateTime. Without `Z` or an offset it names no moment: the zone is not known then.
 * Undefined when the text is no date.
 */
export const readIsoDateTime = (raw: string): DateTime | undefined => {
  const match = isoDate.exec(raw.trim());
  if (!match) return undefined;
  const [, whole = '', fraction = '', utc, sign, hours, minutes] = match;
  const wallClock = `${whole}${fraction.replace(/\.?0+$/, '')}`;
  const offsetMinutes = minutesOf(sign, hours, minutes);
  if (utc === undefined && offsetMinutes === undefined) return { raw, wallClock };
  const local = Date.parse(`${whole}${fraction.slice(0, 4)}Z`);
  const instant = isoOf(local - (offsetMinutes ?? 0) * 60_000);
  return {
    raw,
    wallClock,
    ...(instant === undefined ? {} : { instant }),
    ...(offsetMinutes === undefined ? {} : { offsetMinutes }),
  };
};

/**
 * In asynchronous messages the server takes OperationCreatedOn from a UTC clock, marks it as local and so writes
 * it off by its own offset: the clock time it prints IS the UTC time. Synchronous ones are right.
 *
 * @param keepsOffset whether the offset was written; without it the fault can only be told, not corrected
 */
export const correctOperationCreatedOn = (
  dateTime: DateTime,
  mode: number | undefined,
  keepsOffset: boolean,
): DateTime => {
  const { wallClock, offsetMinutes } = dateTime;
  if (mode !== 1 || offsetMinutes === undefined || wallClock === undefined) return dateTime;
  if (!keepsOffset) {
    const note = 'Dataverse can write this time too early or too late by the offset of its server from UTC.';
    return { ...dateTime, note };
  }
  if (offsetMinutes === 0) return dateTime;
  const instant = isoOf(Date.parse(`${wallClock.slice(0, 23)}Z`));
  if (instant === undefined) return dateTime;
  const hours = `${Math.abs(offsetMinutes) / 60}`.replace(/(\.\d\d).*/, '$1');
  const direction = offsetMinutes > 0 ? 'early' : 'late';
  return {
    ...dateTime,
    instant,
    note: `Dataverse writes this time ${hours} h too ${direction} in asynchronous messages; corrected here.`,
  };
};

const minutesOf = (sign?: string, hours?: string, minutes?: string): number | undefined => {
  if (sign === undefined) return undefined;
  const total = Number(hours) * 60 + Number(minutes);
  return sign === '-' && total !== 0 ? -total : total;
};

/** ISO 8601 with Z, whole seconds without a fraction; undefined beyond what a date can hold. */
const isoOf = (milliseconds: number): string | undefined => {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace(/\.?0+Z$/, 'Z');
};
