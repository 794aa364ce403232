import { z } from 'zod';
import { AssemblyId, PackageId } from '../../shared/domain/ids.ts';
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

/** Table pluginassembly, never its content. */
export interface Assemblies {
  list(scope?: RequestScope): Promise<PluginAssembly[]>;
}

export function createAssemblies(api: WebApi): Assemblies {
  return {
    async list(scope) {
      const rows = await api.readRows(
        {
          operation: 'assembly.list',
          path: `pluginassemblies?$select=${select}&$filter=${encodeURIComponent(filter)}`,
          prefer: [wholePages, labelsAndTargets],
        },
        Row,
        scope,
      );
      return rows.map((row) => ({
        kind: 'assembly' as const,
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
      }));
    },
  };
}
