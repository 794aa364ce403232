import { z } from 'zod';
import type { NodeReference } from '../../shared/domain/registration.ts';
import { anyOf, groupsOf, wholePages } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { RequestFailure } from './requestFailure.ts';
import type { WebApi } from './webApi.ts';

const tables: Readonly<Record<NodeReference['kind'], { set: string; key: string }>> = {
  package: { set: 'pluginpackages', key: 'pluginpackageid' },
  assembly: { set: 'pluginassemblies', key: 'pluginassemblyid' },
  pluginType: { set: 'plugintypes', key: 'plugintypeid' },
  serviceEndpoint: { set: 'serviceendpoints', key: 'serviceendpointid' },
  step: { set: 'sdkmessageprocessingsteps', key: 'sdkmessageprocessingstepid' },
  image: { set: 'sdkmessageprocessingstepimages', key: 'sdkmessageprocessingstepimageid' },
};

/** A row as the server has it: every column that can be read. */
export type WholeRow = Record<string, unknown>;

/** Registration rows of any kind, for keeping copies and for deleting. */
export interface RegistrationRows {
  /** All readable columns; secrets are not among them. Rows that are gone are left out. */
  readWhole(
    kind: 'serviceEndpoint' | 'step' | 'image' | 'pluginType',
    ids: readonly string[],
    scope?: RequestScope,
  ): Promise<WholeRow[]>;
  /** Ids of the secure configurations of steps. They are rows of their own and stay when their step goes. */
  secureConfigurationsOf(stepIds: readonly string[], scope?: RequestScope): Promise<string[]>;
  /** Deletes rows that belonged to steps; one that another step still uses stays, and is an error. */
  deleteSecureConfigurations(ids: readonly string[], scope?: RequestScope): Promise<void>;
  /** Deletes in the order given, all or none, at most 1,000. */
  deleteTogether(nodes: readonly NodeReference[], scope?: RequestScope): Promise<void>;
}

export function createRegistrationRows(api: WebApi): RegistrationRows {
  async function isGone(node: NodeReference, scope?: RequestScope): Promise<boolean> {
    const { set, key } = tables[node.kind];
    const rows = await api.readRows(
      {
        operation: 'registration.examine',
        path: `${set}?$select=${key}&$filter=${key}%20eq%20${node.id}`,
      },
      z.unknown(),
      scope,
    );
    return rows.length === 0;
  }

  return {
    async readWhole(kind, ids, scope) {
      const { set, key } = tables[kind];
      const lists = await Promise.all(
        groupsOf(ids, 80).map((group) =>
          api.readRows(
            {
              operation: 'registration.readWhole',
              path: `${set}?$filter=${anyOf(key, group)}`,
              prefer: [wholePages],
            },
            z.record(z.string(), z.unknown()),
            scope,
          ),
        ),
      );
      return lists.flat();
    },

    async secureConfigurationsOf(stepIds, scope) {
      const { set, key } = tables.step;
      const lists = await Promise.all(
        groupsOf(stepIds, 80).map((group) =>
          api.readRows(
            {
              operation: 'secureConfiguration.listIds',
              path: `${set}?$select=_sdkmessageprocessingstepsecureconfigid_value&$filter=${anyOf(key, group)}`,
              prefer: [wholePages],
            },
            z.object({ _sdkmessageprocessingstepsecureconfigid_value: z.string().nullish() }),
            scope,
          ),
        ),
      );
      const ids = lists.flat().map((row) => row._sdkmessageprocessingstepsecureconfigid_value);
      return [...new Set(ids.filter((id) => typeof id === 'string'))];
    },

    async deleteSecureConfigurations(ids, scope) {
      for (const id of ids) {
        await api.delete(
          {
            operation: 'secureConfiguration.delete',
            path: `sdkmessageprocessingstepsecureconfigs(${id})`,
          },
          scope,
        );
      }
    },

    async deleteTogether(nodes, scope) {
      try {
        await api.changeSet(
          {
            operation: 'registration.unregister',
            operations: nodes.map((node) => ({
              method: 'DELETE',
              path: `${tables[node.kind].set}(${node.id})`,
            })),
            repeatable: true,
          },
          scope,
        );
      } catch (error) {
        // All or none: when the connection was cut and the repeat finds nothing, the first attempt was carried out.
        const last = nodes.at(-1);
        const mayBeDone =
          error instanceof RequestFailure && error.maybeExecuted && error.failure.code === 'notFound';
        if (mayBeDone && last && (await isGone(last, scope))) return;
        throw error;
      }
    },
  };
}
