import { z } from 'zod';
import { isFailure } from '../../shared/contract/failure.ts';
import { AssemblyId, PluginTypeId } from '../../shared/domain/ids.ts';
import type { PluginType } from '../../shared/domain/registration.ts';
import { anyOf, groupsOf, labelsAndTargets, wholePages } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { changeColumns, changeShape, changesOf, flag, text } from './rowColumns.ts';
import type { WebApi } from './webApi.ts';

const set = 'plugintypes';
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

type Row = z.output<typeof Row>;

/** Nothing for a type without an assembly: it could be neither shown nor run. */
function fromRows(rows: readonly Row[]): PluginType[] {
  return rows.flatMap((row): PluginType[] => {
    const assemblyId = row._pluginassemblyid_value;
    if (!assemblyId) return [];
    return [
      {
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
      },
    ];
  });
}

interface NewType {
  readonly id: PluginTypeId;
  readonly assemblyId: AssemblyId;
  readonly typeName: string;
  readonly name: string;
  readonly friendlyName: string;
  readonly description: string | null;
  /** Of activities; null for plug-ins. */
  readonly workflowActivityGroup: string | null;
}

/** Table plugintype. */
export interface Types {
  list(scope?: RequestScope): Promise<PluginType[]>;
  ofAssemblies(ids: readonly AssemblyId[], scope?: RequestScope): Promise<PluginType[]>;
  create(type: NewType, scope?: RequestScope): Promise<void>;
  setGroup(id: PluginTypeId, group: string | null, scope?: RequestScope): Promise<void>;
  delete(id: PluginTypeId, scope?: RequestScope): Promise<void>;
  /** Names of the custom APIs that the types carry out; none where there is no such table. */
  customApisOf(
    ids: readonly PluginTypeId[],
    scope?: RequestScope,
  ): Promise<{ name: string; typeId: PluginTypeId }[]>;
}

export function createTypes(api: WebApi): Types {
  return {
    async list(scope) {
      const rows = await api.readRows(
        {
          operation: 'pluginType.list',
          path: `${set}?$select=${select}&$filter=${encodeURIComponent(filter)}`,
          prefer: [wholePages, labelsAndTargets],
        },
        Row,
        scope,
      );
      return fromRows(rows);
    },

    async ofAssemblies(ids, scope) {
      const lists = await Promise.all(
        groupsOf(ids, 80).map((group) =>
          api.readRows(
            {
              operation: 'pluginType.listOfAssembly',
              path: `${set}?$select=${select}&$filter=${anyOf('_pluginassemblyid_value', group)}`,
              prefer: [wholePages, labelsAndTargets],
            },
            Row,
            scope,
          ),
        ),
      );
      return fromRows(lists.flat());
    },

    async create(type, scope) {
      await api.create(
        {
          operation: 'pluginType.create',
          set,
          body: {
            plugintypeid: type.id,
            'pluginassemblyid@odata.bind': `/pluginassemblies(${type.assemblyId})`,
            typename: type.typeName,
            name: type.name,
            friendlyname: type.friendlyName,
            ...(type.description === null ? {} : { description: type.description }),
            ...(type.workflowActivityGroup === null
              ? {}
              : { workflowactivitygroupname: type.workflowActivityGroup }),
          },
        },
        scope,
      );
    },

    async setGroup(id, group, scope) {
      await api.update(
        {
          operation: 'pluginType.setGroup',
          path: `${set}(${id})`,
          body: { workflowactivitygroupname: group },
          etag: '*',
          repeatable: true,
        },
        scope,
      );
    },

    async delete(id, scope) {
      await api.delete({ operation: 'pluginType.delete', path: `${set}(${id})` }, scope);
    },

    async customApisOf(ids, scope) {
      try {
        const lists = await Promise.all(
          groupsOf(ids, 80).map((group) =>
            api.readRows(
              {
                operation: 'customApi.listOfTypes',
                path: `customapis?$select=uniquename,_plugintypeid_value&$filter=${anyOf('_plugintypeid_value', group)}`,
                prefer: [wholePages],
              },
              z.object({ uniquename: text, _plugintypeid_value: PluginTypeId }),
              scope,
            ),
          ),
        );
        return lists.flat().map((row) => ({ name: row.uniquename ?? '', typeId: row._plugintypeid_value }));
      } catch (error) {
        if (isFailure(error) && error.failure.code === 'notFound') return [];
        throw error;
      }
    },
  };
}
