import { z } from 'zod';
import type { AssemblyDraft } from '../../shared/domain/assemblyRules.ts';
import { AssemblyId, type Etag, Etag as EtagSchema, PackageId } from '../../shared/domain/ids.ts';
import type { AssemblySource, IsolationMode, PluginAssembly } from '../../shared/domain/registration.ts';
import { labelsAndTargets, wholePages } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import {
  changeColumns,
  changeShape,
  changesOf,
  managedProperty,
  number,
  propertyValue,
  text,
} from './rowColumns.ts';
import type { WebApi } from './webApi.ts';

const set = 'pluginassemblies';
const select =
  'pluginassemblyid,name,version,culture,publickeytoken,sourcetype,isolationmode,description,_packageid_value,' +
  `ishidden,${changeColumns}`;
/** The official tool's choice: neither workflows compiled by the platform, nor the platform's own but these two. */
const filter =
  "not startswith(name,'CompiledWorkflow') and (customizationlevel eq null or customizationlevel ne 0 or " +
  "name eq 'Microsoft.Crm.ObjectModel' or name eq 'Microsoft.Crm.ServiceBus')";

const Row = z.object({
  pluginassemblyid: AssemblyId,
  name: text,
  version: text,
  culture: text,
  publickeytoken: text,
  sourcetype: number,
  isolationmode: number,
  description: text,
  _packageid_value: PackageId.nullish(),
  ishidden: managedProperty,
  ...changeShape,
});

const isolationModes = new Map<number, z.output<typeof IsolationMode>>([
  [1, 'none'],
  [2, 'sandbox'],
  [3, 'external'],
]);
const sources = new Map<number, z.output<typeof AssemblySource>>([
  [0, 'database'],
  [1, 'disk'],
  [2, 'globalAssemblyCache'],
  [3, 'azureWebApp'],
  [4, 'fileStore'],
]);

type Row = z.output<typeof Row>;

function fromRow(row: Row): PluginAssembly {
  return {
    kind: 'assembly',
    id: row.pluginassemblyid,
    name: row.name ?? '',
    version: row.version ?? '',
    culture: row.culture ?? 'neutral',
    publicKeyToken: row.publickeytoken && row.publickeytoken !== 'null' ? row.publickeytoken : null,
    isolationMode: isolationModes.get(row.isolationmode ?? 2) ?? 'sandbox',
    source: sources.get(row.sourcetype ?? 0) ?? 'database',
    description: row.description ?? null,
    packageId: row._packageid_value ?? null,
    hidden: propertyValue(row.ishidden, false),
    ...changesOf(row),
  };
}

/** Where an assembly runs and is loaded from, and what it is; all but its bytes. */
interface NewAssembly
  extends Pick<AssemblyDraft, 'isolationMode' | 'source' | 'serverFileName' | 'description' | 'solution'> {
  readonly id: AssemblyId;
  readonly name: string;
  readonly version: string;
  readonly culture: string;
  readonly publicKeyToken: string | null;
}

const isolationNumbers = { none: 1, sandbox: 2 } as const;
const sourceNumbers = { database: 0, disk: 1, globalAssemblyCache: 2 } as const;

/** Table pluginassembly. Its content travels as base64, and only where it is asked for. */
export interface Assemblies {
  list(scope?: RequestScope): Promise<PluginAssembly[]>;
  read(id: AssemblyId, scope?: RequestScope): Promise<{ assembly: PluginAssembly; etag: Etag }>;
  /** Null where the server keeps none: on disk, in the assembly cache, or within a package. */
  readContent(id: AssemblyId, scope?: RequestScope): Promise<string | null>;
  /** Null where the bytes are on the server already. */
  create(assembly: NewAssembly, content: string | null, scope?: RequestScope): Promise<void>;
  /** In place: types, steps and ids stay as they are. */
  updateContent(id: AssemblyId, content: string, etag: Etag | '*', scope?: RequestScope): Promise<void>;
  delete(id: AssemblyId, scope?: RequestScope): Promise<void>;
}

export function createAssemblies(api: WebApi): Assemblies {
  return {
    async list(scope) {
      const rows = await api.readRows(
        {
          operation: 'assembly.list',
          path: `${set}?$select=${select}&$filter=${encodeURIComponent(filter)}`,
          prefer: [wholePages, labelsAndTargets],
        },
        Row,
        scope,
      );
      return rows.map(fromRow);
    },

    async read(id, scope) {
      const { row, etag } = await api.readRow(
        { operation: 'assembly.read', path: `${set}(${id})?$select=${select}`, prefer: [labelsAndTargets] },
        Row,
        scope,
      );
      return { assembly: fromRow(row), etag: EtagSchema.parse(etag) };
    },

    async readContent(id, scope) {
      const { content } = await api.read(
        { operation: 'assembly.readContent', path: `${set}(${id})?$select=content` },
        z.object({ content: text }),
        scope,
      );
      return content || null;
    },

    async create(assembly, content, scope) {
      const { solution } = assembly;
      await api.create(
        {
          operation: 'assembly.create',
          set,
          body: {
            pluginassemblyid: assembly.id,
            name: assembly.name,
            version: assembly.version,
            culture: assembly.culture,
            publickeytoken: assembly.publicKeyToken ?? 'null',
            isolationmode: isolationNumbers[assembly.isolationMode],
            sourcetype: sourceNumbers[assembly.source],
            ...(assembly.source === 'disk' ? { path: assembly.serverFileName } : {}),
            ...(assembly.description === '' ? {} : { description: assembly.description }),
            ...(content === null ? {} : { content }),
          },
          solution,
        },
        scope,
      );
    },

    async updateContent(id, content, etag, scope) {
      await api.update(
        // The same bytes once more change nothing.
        {
          operation: 'assembly.updateContent',
          path: `${set}(${id})`,
          body: { content },
          etag,
          repeatable: true,
        },
        scope,
      );
    },

    async delete(id, scope) {
      await api.delete({ operation: 'assembly.delete', path: `${set}(${id})` }, scope);
    },
  };
}
