import type { LookupValue, Row } from '../../store/row.ts';
import { seedId } from '../seedId.ts';
import { daysAgo, hidden, managedColumns, type SeedPlace } from '../seedPlace.ts';
import { largeId } from './largeId.ts';
import { createRowMaker, lacking } from './largeRows.ts';
import { areas, pick, things, verbs } from './largeWords.ts';

/** An assembly of the large organisation, and what its types and steps take over from it. */
export type LargeAssembly = {
  readonly lookup: LookupValue;
  readonly solution: string;
  readonly managed: boolean;
  readonly hidden: boolean;
  readonly customizable: boolean;
  readonly createdon: string;
};

export type LargeType = {
  readonly lookup: LookupValue;
  readonly name: string;
  readonly assembly: LargeAssembly;
};

const publishers = ['contoso', 'fabrikam', 'northwindtools', 'MicrosoftCorporation'] as const;
const companies = ['Contoso', 'Fabrikam', 'Northwind', 'Microsoft.Dynamics'] as const;
const solutionCount = 40;
const packageEvery = 15;
const activityEvery = 12;

/** One in four assemblies is the organisation's own; the others came with managed solutions, a third of those hidden. */
export function seedLargeAssemblies(place: SeedPlace, assemblies: number, types: number): LargeType[] {
  addSolutions(place);
  const made = addAssemblies(place, lacking(place, 'pluginassembly', assemblies));
  return addTypes(place, made, lacking(place, 'plugintype', types));
}

/** Solutions in turn: of the organisation's own publisher, unmanaged, then of the three others, managed. */
function addSolutions(place: SeedPlace): void {
  const maker = createRowMaker(place, 'solution', 'solution', { version: '2.4.0.0', isvisible: true });
  place.organisation.store.load(
    'solution',
    Array.from({ length: solutionCount }, (_, index) => {
      const company = index % publishers.length;
      return maker.row(index, {
        uniquename: `${companies[company] ?? ''}${pick(areas, index)}`.replace('.', ''),
        friendlyname: `${companies[company] ?? ''} ${pick(areas, index)}`,
        ismanaged: company !== 0,
        installedon: daysAgo(place, 30 + index * 9).slice(0, 10),
        publisherid: { table: 'publisher', id: seedId('publisher', publishers[company] ?? 'contoso') },
      });
    }),
  );
}

type NewAssembly = LargeAssembly & {
  readonly name: string;
  readonly version: string;
  readonly token: string;
};

function addAssemblies(place: SeedPlace, count: number): NewAssembly[] {
  const { store } = place.organisation;
  const maker = createRowMaker(place, 'pluginassembly', 'assembly', {
    culture: 'neutral',
    sourcetype: 0,
    isolationmode: 2,
  });
  const packages = createRowMaker(place, 'pluginpackage', 'package');
  const made = Array.from({ length: count }, (_, index): NewAssembly => {
    const company = index % publishers.length;
    const round = Math.floor(index / publishers.length);
    return {
      lookup: { table: 'pluginassembly', id: maker.id(index) },
      name: `${companies[company] ?? ''}.${pick(areas, round)}.${pick(things, round + Math.floor(round / areas.length))}s`,
      version: `${1 + (index % 4)}.${index % 10}.${index % 7}.0`,
      token: largeId('package', 1000 + company)
        .replaceAll('-', '')
        .slice(0, 16),
      solution: largeId('solution', index % solutionCount),
      managed: company !== 0,
      hidden: company === 3,
      customizable: round % 3 !== 0,
      createdon: daysAgo(place, 20 + (index % 380), index),
    };
  });
  const packed = made.filter((_, index) => index % packageEvery === packageEvery - 1);
  store.load(
    'pluginpackage',
    packed.map((assembly, index) =>
      packages.row(index, {
        name: `contoso_${assembly.name}`,
        uniquename: `contoso_${assembly.name}`,
        version: assembly.version.split('.').slice(0, 3).join('.'),
        ...ownColumns(assembly),
      }),
    ),
  );
  store.load(
    'pluginassembly',
    made.map((assembly, index) => {
      const at = packed.indexOf(assembly);
      return maker.row(index, {
        name: assembly.name,
        publickeytoken: assembly.token,
        ...versionColumns(assembly),
        ...(at < 0 ? {} : { packageid: { table: 'pluginpackage', id: packages.id(at) } }),
        ...(assembly.hidden ? { ishidden: hidden } : {}),
        ...ownColumns(assembly),
      });
    }),
  );
  return made;
}

function addTypes(place: SeedPlace, assemblies: readonly NewAssembly[], count: number): LargeType[] {
  const maker = createRowMaker(place, 'plugintype', 'type', { culture: 'neutral' });
  const made: (LargeType & { readonly isActivity: boolean; readonly from: NewAssembly })[] = [];
  for (let index = 0; index < count; index += 1) {
    const from = assemblies[index % assemblies.length];
    if (from === undefined) break;
    const round = Math.floor(index / assemblies.length);
    made.push({
      lookup: { table: 'plugintype', id: maker.id(index) },
      name: `${from.name}.${pick(verbs, round)}${pick(things, index + round)}`,
      assembly: from,
      isActivity: index % activityEvery === activityEvery - 1,
      from,
    });
  }
  place.organisation.store.load(
    'plugintype',
    made.map(({ name, from, isActivity }, index) => {
      const { iscustomizable: _iscustomizable, ...own } = ownColumns(from);
      return maker.row(index, {
        name,
        typename: name,
        friendlyname: maker.id(index),
        assemblyname: from.name.slice(0, 100),
        publickeytoken: from.token,
        pluginassemblyid: from.lookup,
        isworkflowactivity: isActivity,
        ...(isActivity ? { workflowactivitygroupname: `${from.name} (${from.version})` } : {}),
        ...versionColumns(from),
        ...own,
      });
    }),
  );
  return made.filter(({ isActivity }) => !isActivity);
}

function versionColumns({ version }: NewAssembly): Row {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return { version, major, minor };
}

/** What a row takes over from the assembly it belongs to. */
export function ownColumns({ managed, customizable, solution, createdon }: LargeAssembly): Row {
  return {
    createdon,
    modifiedon: createdon,
    ...(managed ? managedColumns(solution, customizable) : {}),
  };
}
