import { z } from 'zod';
import type { NodeReference } from '../../shared/domain/registration.ts';
import { anyOf, groupsOf, labelsAndTargets, wholePages } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { RequestFailure } from './requestFailure.ts';
import { tablesOfNodes as tables } from './tablesOfNodes.ts';
import type { WebApi } from './webApi.ts';

/** A row as the server has it: every column that can be read. */
export type WholeRow = Record<string, unknown>;

/** A row that has a file. */
export interface RowWithContent {
  readonly id: string;
  readonly row: WholeRow;
  /** The file came along. */
  readonly hasContent: boolean;
}

/** Registration rows of any kind, for keeping copies and for deleting. */
export interface RegistrationRows {
  /** All readable columns; secrets are not among them. Rows that are gone are left out. */
  readWhole(
    kind: 'serviceEndpoint' | 'step' | 'image' | 'pluginType',
    ids: readonly string[],
    scope?: RequestScope,
  ): Promise<WholeRow[]>;
  /** One row at a time, with its file, where the server gives that out. */
  readWithContent(
    kind: 'assembly' | 'package',
    ids: readonly string[],
    scope?: RequestScope,
  ): Promise<RowWithContent[]>;
  /** Which of the rows are there. */
  existing(kind: NodeReference['kind'], ids: readonly string[], scope?: RequestScope): Promise<Set<string>>;
  /** Ids of the secure configurations of steps. They are rows of their own and stay when their step goes. */
  secureConfigurationsOf(stepIds: readonly string[], scope?: RequestScope): Promise<string[]>;
  /** Deletes rows that belonged to steps; one that another step still uses stays, and is an error. */
  deleteSecureConfigurations(ids: readonly string[], scope?: RequestScope): Promise<void>;
  /** Deletes in the order given, all or none, at most 1,000. */
  deleteTogether(nodes: readonly NodeReference[], scope?: RequestScope): Promise<void>;
}

/** A step is saved with the names of its message and table: ids of filters are each organisation's own. */
const stepNames =
  '&$expand=sdkmessageid($select=name),sdkmessagefilterid($select=primaryobjecttypecode,secondaryobjecttypecode)';
const anyRow = z.record(z.string(), z.unknown());

export function createRegistrationRows(api: WebApi): RegistrationRows {
  async function readOne(
    kind: 'assembly' | 'package',
    id: string,
    scope?: RequestScope,
  ): Promise<RowWithContent[]> {
    const { set } = tables[kind];
    const operation = 'registration.readWhole';
    try {
      const row = await api.read({ operation, path: `${set}(${id})` }, anyRow, scope);
      // A list of columns brings the file where the whole row leaves it out.
      const content = row.content || (await readContent(`${set}(${id})?$select=content`, scope));
      return [{ id, row: { ...row, content }, hasContent: typeof content === 'string' && content !== '' }];
    } catch (error) {
      if (error instanceof RequestFailure && error.failure.code === 'notFound') return [];
      throw error;
    }
  }

  async function readContent(path: string, scope?: RequestScope): Promise<unknown> {
    try {
      const row = await api.read({ operation: 'registration.readContent', path }, anyRow, scope);
      return row.content ?? null;
    } catch (error) {
      // Packages whose file is kept elsewhere have none to give; restoring then says so.
      if (error instanceof RequestFailure && error.failure.code === 'invalid') return null;
      throw error;
    }
  }

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
              path: `${set}?$filter=${anyOf(key, group)}${kind === 'step' ? stepNames : ''}`,
              prefer: [wholePages, labelsAndTargets],
            },
            anyRow,
            scope,
          ),
        ),
      );
      return lists.flat();
    },

    async readWithContent(kind, ids, scope) {
      const rows: RowWithContent[] = [];
      // One after the other: each may be megabytes.
      for (const id of ids) rows.push(...(await readOne(kind, id, scope)));
      return rows;
    },

    async existing(kind, ids, scope) {
      const { set, key } = tables[kind];
      const lists = await Promise.all(
        groupsOf(ids, 80).map((group) =>
          api.readRows(
            {
              operation: 'registration.findExisting',
              path: `${set}?$select=${key}&$filter=${anyOf(key, group)}`,
              prefer: [wholePages],
            },
            anyRow,
            scope,
          ),
        ),
      );
      return new Set(lists.flat().map((row) => String(row[key]).toLowerCase()));
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
