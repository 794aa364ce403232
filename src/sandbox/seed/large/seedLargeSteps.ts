import { componentTypeOf } from '../../rules/componentTypes.ts';
import type { Table } from '../../schema/schema.ts';
import { messageId } from '../seedMessages.ts';
import { hidden, type SeedPlace } from '../seedPlace.ts';
import { createRowMaker, lacking } from './largeRows.ts';
import { type LargeAssembly, type LargeType, ownColumns } from './seedLargeAssemblies.ts';
import { type Place, registrablePlaces } from './seedLargeMessages.ts';

const usualMessages = ['Update', 'Create', 'Delete', 'Assign', 'Retrieve', 'RetrieveMultiple', 'SetState'];
const stages = [20, 40, 40, 10, 40];
const [update, create, remove] = ['Update', 'Create', 'Delete'].map(messageId);

type Step = {
  readonly type: LargeType;
  readonly place: Place;
  readonly stage: number;
  readonly asynchronous: boolean;
};

export function seedLargeSteps(
  place: SeedPlace,
  types: readonly LargeType[],
  wanted: { readonly steps: number; readonly images: number },
): void {
  const places = registrablePlaces(place, usualMessages);
  const steps: Step[] = [];
  const count = lacking(place, 'sdkmessageprocessingstep', wanted.steps);
  for (let index = 0; index < count; index += 1) {
    // Steps of 7 through the places: a type's steps are on several tables.
    const type = types[index % types.length];
    const at = places[(index * 7) % places.length];
    if (type === undefined || at === undefined) break;
    const stage = stages[index % stages.length] ?? 40;
    steps.push({ type, place: at, stage, asynchronous: stage === 40 && index % 3 === 0 });
  }
  addSteps(place, steps);
  addImages(place, steps, lacking(place, 'sdkmessageprocessingstepimage', wanted.images));
  addComponents(place, steps);
}

function addSteps(place: SeedPlace, steps: readonly Step[]): void {
  const { store, schema } = place.organisation;
  const names = new Map([...store.rows('sdkmessage')].map((row) => [row.sdkmessageid, String(row.name)]));
  const maker = createRowMaker(place, 'sdkmessageprocessingstep', 'step', {
    eventhandlertypecode: 'plugintype',
    supporteddeployment: 0,
    invocationsource: 0,
  });
  store.load(
    'sdkmessageprocessingstep',
    steps.map(({ type, place: at, stage, asynchronous }, index) => {
      const name = `${type.name}: ${names.get(at.message.id) ?? ''} of ${at.table}`;
      return maker.row(index, {
        name,
        description: name,
        stage,
        mode: asynchronous ? 1 : 0,
        rank: 1 + (index % 20),
        asyncautodelete: asynchronous,
        eventhandler: type.lookup,
        plugintypeid: type.lookup,
        sdkmessageid: at.message,
        sdkmessagefilterid: at.filter,
        ...(at.message.id === update ? { filteringattributes: columnsOf(schema.byName(at.table), 3) } : {}),
        ...(index % 9 === 8 ? { configuration: `<settings area="${index % 50}" />` } : {}),
        ...(index % 11 === 10 ? { statecode: 1, statuscode: 2 } : {}),
        ...(type.assembly.hidden ? { ishidden: hidden } : {}),
        ...ownColumns(type.assembly),
      });
    }),
  );
}

/** Names of a few columns of the table, as a step or an image lists them. */
function columnsOf(table: Table | undefined, count: number): string {
  const texts =
    table?.columns.filter(({ type, access }) => type === 'String' && access === 'readWrite') ?? [];
  return texts
    .slice(0, count)
    .map(({ name }) => name)
    .join(',');
}

/** Which image a step can have: after it on Create, before it on Delete, either on Update. */
function imageTypeOf({ place, stage }: Step, index: number): number | undefined {
  const isPost = stage === 40;
  if (place.message.id === create) return isPost ? 1 : undefined;
  if (place.message.id === remove) return 0;
  if (place.message.id === update) return isPost ? index % 3 : 0;
  return undefined;
}

function addImages(place: SeedPlace, steps: readonly Step[], count: number): void {
  const { schema, store } = place.organisation;
  const step = createRowMaker(place, 'sdkmessageprocessingstep', 'step');
  const maker = createRowMaker(place, 'sdkmessageprocessingstepimage', 'image');
  const aliases = ['PreImage', 'PostImage', 'Image'];
  store.load('sdkmessageprocessingstepimage', rows());

  function* rows() {
    let made = 0;
    // A second round gives steps a second image, if one each is not enough.
    for (let round = 0; round < 3; round += 1)
      for (const [index, its] of steps.entries()) {
        if (made === count) return;
        const imagetype = imageTypeOf(its, index);
        if (imagetype === undefined) continue;
        const alias = `${aliases[imagetype] ?? ''}${round === 0 ? '' : round + 1}`;
        const { iscustomizable = null, ...own } = ownColumns(its.type.assembly);
        yield maker.row(made++, {
          name: alias,
          entityalias: alias,
          imagetype,
          attributes: columnsOf(schema.byName(its.place.table), 4),
          messagepropertyname: its.place.message.id === create ? 'Id' : 'Target',
          sdkmessageprocessingstepid: { table: 'sdkmessageprocessingstep', id: step.id(index) },
          ...own,
          ...(iscustomizable === null ? {} : { iscustomizable }),
        });
      }
  }
}

/** Assemblies and steps are in the solution that they came with. */
function addComponents(place: SeedPlace, steps: readonly Step[]): void {
  const { store } = place.organisation;
  const maker = createRowMaker(place, 'solutioncomponent', 'component', { rootcomponentbehavior: 0 });
  const step = createRowMaker(place, 'sdkmessageprocessingstep', 'step');
  const assemblies = new Set<LargeAssembly>(steps.map(({ type }) => type.assembly));
  const members = [
    ...[...assemblies].map((assembly) => ({ table: 'pluginassembly', id: assembly.lookup.id, assembly })),
    ...steps.map(({ type }, index) => ({
      table: 'sdkmessageprocessingstep',
      id: step.id(index),
      assembly: type.assembly,
    })),
  ];
  const solutions = new Map<string, { readonly table: string; readonly id: string }>();
  store.load(
    'solutioncomponent',
    members.map(({ table, id, assembly }, index) => {
      const solutionid = solutions.get(assembly.solution) ?? { table: 'solution', id: assembly.solution };
      solutions.set(assembly.solution, solutionid);
      return maker.row(index, { componenttype: componentTypeOf(table), objectid: id, solutionid });
    }),
  );
}
