import { z } from 'zod';
import type { NodeReference } from '../../shared/domain/registration.ts';
import { groupsOf } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { RequestFailure } from './requestFailure.ts';
import type { Solutions } from './solutions.ts';
import type { WebApi } from './webApi.ts';

/** Something that needs what was asked about, and would be left without it. */
interface Dependent {
  readonly id: string;
  /** What it is, as the platform calls it. */
  readonly kind: string;
  /** Null where the row cannot be read. */
  readonly name: string | null;
  /** The row that it needs. */
  readonly requiredId: string;
}

export interface Dependencies {
  /**
   * What stands against deleting the nodes, as the server says it, without what goes with them; each dependent is
   * named once for each row that it needs.
   */
  forDelete(
    nodes: readonly NodeReference[],
    going: ReadonlySet<string>,
    scope?: RequestScope,
  ): Promise<Dependent[]>;
}

const Row = z.object({
  dependentcomponenttype: z.number().int(),
  dependentcomponentobjectid: z.string(),
  requiredcomponentobjectid: z.string().nullish(),
});
type Row = z.output<typeof Row>;
const Rows = z.object({ value: z.array(Row) });

interface KindOfComponent {
  readonly label: string;
  /** Where its name is; absent where there is none to read. */
  readonly source?: { readonly set: string; readonly column: string };
}

const fixedKinds: readonly (readonly [number, KindOfComponent])[] = [
  [1, { label: 'Table', source: { set: 'EntityDefinitions', column: 'LogicalName' } }],
  [29, { label: 'Process', source: { set: 'workflows', column: 'name' } }],
  [60, { label: 'Form', source: { set: 'systemforms', column: 'name' } }],
  [61, { label: 'Web resource', source: { set: 'webresourceset', column: 'name' } }],
  [80, { label: 'Model-driven app', source: { set: 'appmodules', column: 'name' } }],
  [90, { label: 'Plug-in type', source: { set: 'plugintypes', column: 'typename' } }],
  [91, { label: 'Plug-in assembly', source: { set: 'pluginassemblies', column: 'name' } }],
  [92, { label: 'Step', source: { set: 'sdkmessageprocessingsteps', column: 'name' } }],
  [93, { label: 'Image', source: { set: 'sdkmessageprocessingstepimages', column: 'name' } }],
  [95, { label: 'Service endpoint', source: { set: 'serviceendpoints', column: 'name' } }],
];

/** Tables whose code each organisation gives for itself. */
const kindsByTable: Readonly<Record<string, KindOfComponent>> = {
  customapi: { label: 'Custom API', source: { set: 'customapis', column: 'uniquename' } },
  pluginpackage: { label: 'Plug-in package', source: { set: 'pluginpackages', column: 'name' } },
  catalogassignment: { label: 'Catalog assignment', source: { set: 'catalogassignments', column: 'name' } },
  entitydataprovider: { label: 'Data provider', source: { set: 'entitydataproviders', column: 'name' } },
};

const askedTogether = 40;
const mostNamed = 100;

export function createDependencies(api: WebApi, solutions: Pick<Solutions, 'componentTypeOf'>): Dependencies {
  const kinds = new Map(fixedKinds);

  async function pathOf({ kind, id }: NodeReference, scope?: RequestScope): Promise<string> {
    const type = await solutions.componentTypeOf(kind, scope);
    return `RetrieveDependenciesForDelete(ObjectId=${id},ComponentType=${type})`;
  }

  async function kindOf(type: number, scope?: RequestScope): Promise<KindOfComponent> {
    const known = kinds.get(type);
    if (known) return known;
    const [definition] = await api.readRows(
      {
        operation: 'dependency.findKind',
        path:
          'solutioncomponentdefinitions?$select=name,primaryentityname,solutioncomponenttype' +
          `&$filter=solutioncomponenttype%20eq%20${type}`,
      },
      z.object({ name: z.string().nullish(), primaryentityname: z.string().nullish() }),
      scope,
    );
    const table = definition?.primaryentityname ?? '';
    const kind = kindsByTable[table] ?? { label: definition?.name || table || `Component of type ${type}` };
    kinds.set(type, kind);
    return kind;
  }

  async function nameOf(kind: KindOfComponent, id: string, scope?: RequestScope): Promise<string | null> {
    if (!kind.source) return null;
    const { set, column } = kind.source;
    try {
      const row = await api.read(
        { operation: 'dependency.readName', path: `${set}(${id})?$select=${column}` },
        z.record(z.string(), z.unknown()),
        scope,
      );
      const name = row[column];
      return typeof name === 'string' ? name : null;
    } catch (error) {
      // The name is a courtesy: not everybody may read every kind of row.
      if (error instanceof RequestFailure && error.failure.code !== 'cancelled') return null;
      throw error;
    }
  }

  return {
    async forDelete(nodes, going, scope) {
      const rows: Row[] = [];
      for (const group of groupsOf(nodes, askedTogether)) {
        const paths = await Promise.all(group.map((node) => pathOf(node, scope)));
        const schemas = paths.map(() => Rows);
        const answers = await api.readTogether('dependency.readForDelete', paths, schemas, scope);
        rows.push(...answers.flatMap(({ value }) => value));
      }
      const different = new Map<string, Row>();
      for (const row of rows) {
        if (going.has(row.dependentcomponentobjectid.toLowerCase())) continue;
        different.set(`${row.dependentcomponentobjectid} ${row.requiredcomponentobjectid}`, row);
      }
      return Promise.all(
        [...different.values()].map(async (row, index) => {
          const kind = await kindOf(row.dependentcomponenttype, scope);
          const id = row.dependentcomponentobjectid.toLowerCase();
          return {
            id,
            kind: kind.label,
            name: index < mostNamed ? await nameOf(kind, id, scope) : null,
            requiredId: row.requiredcomponentobjectid?.toLowerCase() ?? '',
          };
        }),
      );
    },
  };
}
