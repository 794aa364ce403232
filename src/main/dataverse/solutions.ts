import { z } from 'zod';
import type { SolutionWithContents } from '../../shared/contract/calls/solutions.ts';
import { FailureError } from '../../shared/contract/failure.ts';
import { SolutionId } from '../../shared/domain/ids.ts';
import type { NodeReference } from '../../shared/domain/registration.ts';
import { type Solution, SolutionUniqueName } from '../../shared/domain/solution.ts';
import { anyOf, filterText, groupsOf, textLiteral, wholePages } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { flag, text } from './rowColumns.ts';
import { readSolutionContents } from './solutionContents.ts';
import type { WebApi } from './webApi.ts';

/** Codes that are the same in every organisation. A package's is given by each organisation for itself. */
const fixedComponentTypes: Readonly<Record<Exclude<NodeReference['kind'], 'package'>, number>> = {
  pluginType: 90,
  assembly: 91,
  step: 92,
  image: 93,
  serviceEndpoint: 95,
};

const SolutionRow = z.object({
  solutionid: SolutionId,
  uniquename: text,
  friendlyname: text,
  version: text,
  publisherid: z.object({ customizationprefix: text, friendlyname: text }).nullish(),
});

const MembershipRow = z.object({
  objectid: z.guid().transform((id) => id.toLowerCase()),
  solutionid: z.object({ uniquename: text, ismanaged: flag, isvisible: flag }).nullish(),
});

/** Tables solution and solutioncomponent. */
export interface Solutions {
  /** Unmanaged and visible ones, without the default solution, which has everything anyway. */
  list(scope?: RequestScope): Promise<Solution[]>;
  /** Visible ones but the default one, managed or not, with the ids of the registrations in them. */
  contents(scope?: RequestScope): Promise<SolutionWithContents[]>;
  /** The code by which this organisation names a kind of component. */
  componentTypeOf(kind: NodeReference['kind'], scope?: RequestScope): Promise<number>;
  /** Ids of all rows that a solution holds by themselves. */
  componentIdsOf(id: SolutionId, scope?: RequestScope): Promise<ReadonlySet<string>>;
  /** In which solutions rows are that others could be added to; the default one is not among them. */
  unmanagedSolutionsOf(
    ids: readonly string[],
    scope?: RequestScope,
  ): Promise<{ readonly solution: string; readonly id: string }[]>;
  /** Adding what is there already does nothing. */
  addComponent(
    solution: string,
    node: NodeReference,
    options: { readonly withRequired: boolean },
    scope?: RequestScope,
  ): Promise<void>;
}

export function createSolutions(api: WebApi): Solutions {
  let packageType: number | undefined;

  async function packageComponentType(scope?: RequestScope): Promise<number> {
    const [definition] = await api.readRows(
      {
        operation: 'solution.findComponentType',
        path:
          'solutioncomponentdefinitions?$select=name,primaryentityname,solutioncomponenttype&$filter=' +
          filterText(`primaryentityname eq ${textLiteral('pluginpackage')}`),
      },
      z.object({ solutioncomponenttype: z.number().int() }),
      scope,
    );
    if (definition) return definition.solutioncomponenttype;
    throw new FailureError({
      code: 'unsupported',
      sentence: 'This organisation does not say under which number plug-in packages are solution components.',
      operation: 'solution.findComponentType',
    });
  }

  async function componentTypeOf(kind: NodeReference['kind'], scope?: RequestScope): Promise<number> {
    if (kind !== 'package') return fixedComponentTypes[kind];
    packageType ??= await packageComponentType(scope);
    return packageType;
  }

  return {
    componentTypeOf,

    async list(scope) {
      const filter = "ismanaged eq false and isvisible eq true and uniquename ne 'Default'";
      const rows = await api.readRows(
        {
          operation: 'solution.list',
          path:
            `solutions?$select=solutionid,uniquename,friendlyname,version&$filter=${filterText(filter)}` +
            '&$expand=publisherid($select=customizationprefix,friendlyname)&$orderby=friendlyname',
          prefer: [wholePages],
        },
        SolutionRow,
        scope,
      );
      return rows.flatMap((row) => {
        const name = SolutionUniqueName.safeParse(row.uniquename);
        if (!name.success) return [];
        return [
          {
            id: row.solutionid,
            uniqueName: name.data,
            friendlyName: row.friendlyname || name.data,
            version: row.version ?? '',
            prefix: row.publisherid?.customizationprefix || null,
            publisher: row.publisherid?.friendlyname ?? null,
          },
        ];
      });
    },

    contents: (scope) => readSolutionContents(api, componentTypeOf, scope),

    async componentIdsOf(id, scope) {
      const rows = await api.readRows(
        {
          operation: 'solution.listComponents',
          path: `solutioncomponents?$select=objectid&$filter=${filterText(`_solutionid_value eq ${id}`)}`,
          prefer: [wholePages],
        },
        z.object({ objectid: text }),
        scope,
      );
      return new Set(rows.flatMap(({ objectid }) => (objectid ? [objectid.toLowerCase()] : [])));
    },

    async unmanagedSolutionsOf(ids, scope) {
      const lists = await Promise.all(
        groupsOf(ids, 80).map((group) =>
          api.readRows(
            {
              operation: 'solution.listOfComponents',
              path:
                `solutioncomponents?$select=objectid,_solutionid_value&$filter=${anyOf('objectid', group)}` +
                '&$expand=solutionid($select=uniquename,ismanaged,isvisible)',
              prefer: [wholePages],
            },
            MembershipRow,
            scope,
          ),
        ),
      );
      return lists.flat().flatMap(({ objectid, solutionid }) => {
        const name = SolutionUniqueName.safeParse(solutionid?.uniquename);
        const open = solutionid?.ismanaged === false && solutionid.isvisible !== false;
        if (!name.success || !open || name.data === 'Default') return [];
        return [{ solution: name.data, id: objectid }];
      });
    },

    async addComponent(solution, node, { withRequired }, scope) {
      await api.act(
        {
          operation: 'solution.addComponent',
          path: 'AddSolutionComponent',
          body: {
            ComponentId: node.id,
            ComponentType: await componentTypeOf(node.kind, scope),
            SolutionUniqueName: solution,
            AddRequiredComponents: withRequired,
          },
        },
        scope,
      );
    },
  };
}
