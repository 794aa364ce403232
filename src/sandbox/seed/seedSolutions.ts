import { componentTypeOf } from '../rules/componentTypes.ts';
import { seedId } from './seedId.ts';
import { daysAgo, type SeedPlace } from './seedPlace.ts';

type Publisher = readonly [uniqueName: string, friendlyName: string, prefix: string, optionValues: number];

const publishers: readonly Publisher[] = [
  ['MicrosoftCorporation', 'Microsoft', 'mscrm', 10_000],
  ['contoso', 'Contoso', 'contoso', 34_200],
  ['fabrikam', 'Fabrikam Addressing', 'fab', 51_700],
  ['northwindtools', 'Northwind Tools', 'nwt', 62_900],
];

type Solution = {
  readonly uniqueName: string;
  readonly friendlyName: string;
  readonly version: string;
  readonly publisher: string;
  readonly managed?: true;
  readonly invisible?: true;
};

const solutions: readonly Solution[] = [
  { uniqueName: 'ContosoSales', friendlyName: 'Contoso Sales', version: '1.4.0.12', publisher: 'contoso' },
  {
    uniqueName: 'ContosoIntegration',
    friendlyName: 'Contoso Integration',
    version: '3.2.1.0',
    publisher: 'contoso',
  },
  {
    uniqueName: 'FabrikamAddressing',
    friendlyName: 'Fabrikam Addressing for Dynamics 365',
    version: '1.0.7.3',
    publisher: 'fabrikam',
    managed: true,
  },
  {
    uniqueName: 'NorthwindDuplicateGuard',
    friendlyName: 'Northwind Duplicate Guard',
    version: '4.1.0.0',
    publisher: 'northwindtools',
    managed: true,
  },
  {
    uniqueName: 'System',
    friendlyName: 'System Solution',
    version: '9.2.24101.185',
    publisher: 'MicrosoftCorporation',
    managed: true,
    invisible: true,
  },
];

export function solutionId(uniqueName: string): string {
  return seedId('solution', uniqueName);
}

function publisherLookup(uniqueName: string) {
  return { table: 'publisher', id: seedId('publisher', uniqueName) };
}

export function seedSolutions(place: SeedPlace): void {
  const { organisation } = place;
  for (const [uniquename, friendlyname, customizationprefix, customizationoptionvalueprefix] of publishers)
    organisation.seed('publisher', {
      publisherid: seedId('publisher', uniquename),
      uniquename,
      friendlyname,
      customizationprefix,
      customizationoptionvalueprefix,
      isreadonly: uniquename !== 'contoso',
    });
  for (const solution of solutions)
    organisation.seed('solution', {
      solutionid: solutionId(solution.uniqueName),
      uniquename: solution.uniqueName,
      friendlyname: solution.friendlyName,
      version: solution.version,
      ismanaged: solution.managed === true,
      isvisible: solution.invisible !== true,
      installedon: daysAgo(place, 210).slice(0, 10),
      publisherid: publisherLookup(solution.publisher),
    });
  organisation.seed('solution', {
    solutionid: organisation.details.activeSolutionId,
    uniquename: 'Active',
    friendlyname: 'Active Solution',
    version: '1.0',
    isvisible: false,
    publisherid: publisherLookup('contoso'),
  });
  organisation.seed('solution', {
    solutionid: solutionId('Default'),
    uniquename: 'Default',
    friendlyname: 'Default Solution',
    version: '1.0',
    publisherid: publisherLookup('contoso'),
  });
}

/** Puts a component into a solution. */
export function seedComponent(
  { organisation }: SeedPlace,
  uniqueName: string,
  table: string,
  id: string,
): void {
  organisation.seed('solutioncomponent', {
    solutioncomponentid: seedId('solutioncomponent', uniqueName, table, id),
    componenttype: componentTypeOf(table) ?? null,
    objectid: id,
    rootcomponentbehavior: 0,
    solutionid: { table: 'solution', id: solutionId(uniqueName) },
  });
}
