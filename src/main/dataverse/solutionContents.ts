import { z } from 'zod';
import { SolutionWithContents } from '../../shared/contract/calls/solutions.ts';
import { isFailure } from '../../shared/contract/failure.ts';
import { SolutionId } from '../../shared/domain/ids.ts';
import type { NodeReference } from '../../shared/domain/registration.ts';
import { filterText, wholePages } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { flag, text } from './rowColumns.ts';
import type { WebApi } from './webApi.ts';

type Kind = NodeReference['kind'];

const kinds: readonly Kind[] = ['package', 'assembly', 'pluginType', 'serviceEndpoint', 'step', 'image'];
/** The layers of the platform that hold every component there is. */
const layersOfAll = new Set(['Default', 'Active']);

const SolutionRow = z.object({
  solutionid: SolutionId,
  uniquename: text,
  friendlyname: text,
  version: text,
  ismanaged: flag,
  isvisible: flag,
  publisherid: z.object({ friendlyname: text }).nullish(),
});

const ComponentRow = z.object({
  componenttype: z.number().int(),
  objectid: z.string(),
  _solutionid_value: z.string(),
});

/** Two requests after one another: components of the layers that have everything are not asked for. */
export async function readSolutionContents(
  api: WebApi,
  componentTypeOf: (kind: Kind, scope?: RequestScope) => Promise<number>,
  scope?: RequestScope,
): Promise<SolutionWithContents[]> {
  const [solutions, kindOfType] = await Promise.all([
    api.readRows(
      {
        operation: 'solution.listAll',
        path:
          'solutions?$select=solutionid,uniquename,friendlyname,version,ismanaged,isvisible' +
          '&$expand=publisherid($select=friendlyname)&$orderby=friendlyname',
        prefer: [wholePages],
      },
      SolutionRow,
      scope,
    ),
    readComponentTypes(componentTypeOf, scope),
  ]);
  const shown = solutions.filter((row) => row.isvisible !== false && !layersOfAll.has(row.uniquename ?? ''));
  const left = solutions.filter((row) => layersOfAll.has(row.uniquename ?? ''));
  const types = [...kindOfType.keys()].map((type) => `componenttype eq ${type}`).join(' or ');
  const others = left.map((row) => ` and _solutionid_value ne ${row.solutionid}`).join('');
  const components = await api.readRows(
    {
      operation: 'solution.listAllComponents',
      path:
        'solutioncomponents?$select=componenttype,objectid,_solutionid_value&$filter=' +
        filterText(`(${types})${others}`),
      prefer: [wholePages],
    },
    ComponentRow,
    scope,
  );

  const found = new Map(shown.map((row) => [row.solutionid as string, emptyComponents()]));
  for (const { componenttype, objectid, _solutionid_value } of components) {
    const kind = kindOfType.get(componenttype);
    if (kind) found.get(_solutionid_value.toLowerCase())?.[kind].push(objectid);
  }
  return shown.map((row) =>
    SolutionWithContents.parse({
      id: row.solutionid,
      uniqueName: row.uniquename ?? '',
      friendlyName: row.friendlyname || row.uniquename || '',
      version: row.version ?? '',
      managed: row.ismanaged ?? false,
      publisher: row.publisherid?.friendlyname ?? null,
      components: found.get(row.solutionid),
    }),
  );
}

/** Organisations that know no packages have no number for them. */
async function readComponentTypes(
  componentTypeOf: (kind: Kind, scope?: RequestScope) => Promise<number>,
  scope?: RequestScope,
): Promise<ReadonlyMap<number, Kind>> {
  const types = await Promise.all(
    kinds.map(async (kind) => {
      try {
        return [await componentTypeOf(kind, scope), kind] as const;
      } catch (error) {
        const unknown = isFailure(error) && ['unsupported', 'notFound'].includes(error.failure.code);
        if (kind === 'package' && unknown) return undefined;
        throw error;
      }
    }),
  );
  return new Map(types.filter((type) => type !== undefined));
}

function emptyComponents(): Record<Kind, string[]> {
  return { package: [], assembly: [], pluginType: [], serviceEndpoint: [], step: [], image: [] };
}
