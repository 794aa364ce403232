import { z } from 'zod';
import { AssemblyId, PluginTypeId } from '../../shared/domain/ids.ts';
import type { PluginType } from '../../shared/domain/registration.ts';
import { labelsAndTargets, wholePages } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { changeColumns, changeShape, changesOf, flag, text } from './rowColumns.ts';
import type { WebApi } from './webApi.ts';

const select =
  'plugintypeid,name,typename,friendlyname,description,isworkflowactivity,workflowactivitygroupname,' +
  `_pluginassemblyid_value,${changeColumns}`;
const filter = "not startswith(typename,'Compiled.Workflow')";

const Row = z.object({
  plugintypeid: PluginTypeId,
  _pluginassemblyid_value: AssemblyId.nullish(),
  name: text,
  typename: text,
  friendlyname: text,
  description: text,
  isworkflowactivity: flag,
  workflowactivitygroupname: text,
  ...changeShape,
});

/** Table plugintype. */
export interface Types {
  list(scope?: RequestScope): Promise<PluginType[]>;
}

export function createTypes(api: WebApi): Types {
  return {
    async list(scope) {
      const rows = await api.readRows(
        {
          operation: 'pluginType.list',
          path: `plugintypes?$select=${select}&$filter=${encodeURIComponent(filter)}`,
          prefer: [wholePages, labelsAndTargets],
        },
        Row,
        scope,
      );
      const types: PluginType[] = [];
      for (const row of rows) {
        const assemblyId = row._pluginassemblyid_value;
        if (!assemblyId) continue;
        types.push({
          kind: 'pluginType',
          id: row.plugintypeid,
          assemblyId,
          typeName: row.typename ?? row.name ?? '',
          name: row.name ?? row.typename ?? '',
          friendlyName: row.friendlyname ?? '',
          description: row.description ?? null,
          workflowActivity: row.isworkflowactivity ?? false,
          workflowActivityGroup: row.workflowactivitygroupname ?? null,
          ...changesOf(row),
        });
      }
      return types;
    },
  };
}
