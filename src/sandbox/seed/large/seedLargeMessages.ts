import { type LookupValue, lookupIn, textIn } from '../../store/row.ts';
import { messageSeeds } from '../messageNames.ts';
import { messageId } from '../seedMessages.ts';
import type { SeedPlace } from '../seedPlace.ts';
import { solutionId } from '../seedSolutions.ts';
import { createRowMaker, lacking } from './largeRows.ts';
import { customTableNames } from './largeSchema.ts';
import { areas, pick, things, verbs } from './largeWords.ts';

/** Messages that every table of an organisation has. */
const commonMessages = (
  'Create Update Delete Retrieve RetrieveMultiple CreateMultiple UpdateMultiple Upsert UpsertMultiple Assign SetState ' +
  'SetStateDynamicEntity GrantAccess ModifyAccess RevokeAccess RetrievePrincipalAccess ' +
  'RetrieveSharedPrincipalsAndAccess'
).split(' ');

/** 1,000 messages, and 60,000 filters: some for each table, the others for what apps brought along. */
export function seedLargeMessages(place: SeedPlace, messages: number, filters: number): void {
  const added = addMessages(place, messages);
  addFilters(place, added, filters);
}

function addMessages(place: SeedPlace, wanted: number): LookupValue[] {
  const { store } = place.organisation;
  const maker = createRowMaker(place, 'sdkmessage', 'message', {
    ismanaged: true,
    solutionid: solutionId('System'),
    customizationlevel: 0,
  });
  const count = lacking(place, 'sdkmessage', wanted);
  const indexes = Array.from({ length: count }, (_, index) => index);
  store.load(
    'sdkmessage',
    indexes.map((index) =>
      maker.row(index, { name: messageName(index), isprivate: index % 10 === 9, availability: 0 }),
    ),
  );
  return indexes.map((index) => ({ table: 'sdkmessage', id: maker.id(index) }));
}

/** Verb, area and thing: no two alike below 32 × 30 × 32. */
function messageName(index: number): string {
  const round = Math.floor(index / (verbs.length * areas.length));
  return `${pick(verbs, index)}${pick(areas, Math.floor(index / verbs.length))}${pick(things, index + round)}`;
}

function addFilters(place: SeedPlace, added: readonly LookupValue[], wanted: number): void {
  const { store } = place.organisation;
  const tables = customTableNames();
  const maker = createRowMaker(place, 'sdkmessagefilter', 'filter', {
    ismanaged: true,
    solutionid: solutionId('System'),
    customizationlevel: 0,
    secondaryobjecttypecode: 'none',
    availability: 0,
  });
  const count = lacking(place, 'sdkmessagefilter', wanted);
  const closed = new Set(messageSeeds.filter((seed) => seed.closed === true).map(({ name }) => name));
  store.load('sdkmessagefilter', rows());

  function* rows() {
    let index = 0;
    for (const name of commonMessages) {
      const sdkmessageid = { table: 'sdkmessage', id: messageId(name) };
      for (const primaryobjecttypecode of tables) {
        if (index === count) return;
        const iscustomprocessingstepallowed = !closed.has(name);
        yield maker.row(index++, { sdkmessageid, primaryobjecttypecode, iscustomprocessingstepallowed });
      }
    }
    for (let round = 0; round < tables.length; round += 1)
      for (const [at, sdkmessageid] of added.entries()) {
        if (index === count) return;
        const primaryobjecttypecode = pick(tables, at * 13 + round);
        const iscustomprocessingstepallowed = at % 7 !== 6;
        yield maker.row(index++, { sdkmessageid, primaryobjecttypecode, iscustomprocessingstepallowed });
      }
  }
}

/** A message and table that custom steps are allowed for. */
export type Place = { readonly filter: LookupValue; readonly message: LookupValue; readonly table: string };

/** Where steps of the usual messages can be registered, message by message in turn. */
export function registrablePlaces({ organisation }: SeedPlace, names: readonly string[]): Place[] {
  const { store } = organisation;
  const byMessage = names.map((name) => {
    const message = { table: 'sdkmessage', id: messageId(name) };
    return store
      .referring('sdkmessagefilter', 'sdkmessageid', message.id)
      .filter(
        (row) => row.iscustomprocessingstepallowed === true && lookupIn(row, 'sdkmessageid') !== undefined,
      )
      .map((row) => ({
        filter: { table: 'sdkmessagefilter', id: textIn(row, 'sdkmessagefilterid') ?? '' },
        message,
        table: textIn(row, 'primaryobjecttypecode') ?? 'none',
      }));
  });
  const longest = Math.max(...byMessage.map(({ length }) => length));
  const places: Place[] = [];
  for (let at = 0; at < longest; at += 1)
    for (const ofMessage of byMessage) {
      const place = ofMessage[at];
      if (place !== undefined) places.push(place);
    }
  return places;
}
