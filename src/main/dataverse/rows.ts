import { z } from 'zod';
import type { RowChoice } from '../../shared/contract/calls/testRuns.ts';
import { RowId } from '../../shared/domain/ids.ts';
import type { TableDefinition } from './metadata.ts';
import { textLiteral } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import type { WebApi } from './webApi.ts';

/** Values by column, in the types that the columns want. */
export type RowValues = Readonly<Record<string, string | number | boolean | null>>;

/** Rows of any business table. Every write carries a correlation id by which its jobs and messages are found. */
export interface Rows {
  /** By primary name, the last changed first. */
  search(table: TableDefinition, containing: string, top: number, scope?: RequestScope): Promise<RowChoice[]>;
  create(
    table: TableDefinition,
    id: RowId,
    values: RowValues,
    correlationId: string,
    scope?: RequestScope,
  ): Promise<void>;
  /** Never repeated when it may have happened: each update triggers steps once more. */
  update(
    table: TableDefinition,
    id: RowId,
    values: RowValues,
    correlationId: string,
    scope?: RequestScope,
  ): Promise<void>;
  delete(table: TableDefinition, id: RowId, correlationId: string, scope?: RequestScope): Promise<void>;
}

export function createRows(api: WebApi): Rows {
  return {
    async search(table, containing, top, scope) {
      const name = table.primaryName;
      const columns = [table.primaryId, ...(name === null ? [] : [name]), 'modifiedon'].join(',');
      const filter =
        containing === '' || name === null ? '' : `&$filter=contains(${name},${textLiteral(containing)})`;
      const rows = await api.readRows(
        {
          operation: 'row.search',
          path: `${table.set}?$select=${columns}${filter}&$orderby=modifiedon%20desc&$top=${top}`,
        },
        z.record(z.string(), z.unknown()),
        scope,
      );
      return rows.flatMap((row) => {
        const id = RowId.safeParse(row[table.primaryId]);
        if (!id.success) return [];
        const shown = name === null ? undefined : row[name];
        const modifiedOn = row.modifiedon;
        return [
          {
            id: id.data,
            name: typeof shown === 'string' && shown !== '' ? shown : id.data,
            modifiedOn: typeof modifiedOn === 'string' ? modifiedOn : null,
          },
        ];
      });
    },

    create(table, id, values, correlationId, scope) {
      const body = { ...values, [table.primaryId]: id };
      return api.create({ operation: 'row.create', set: table.set, body, correlationId }, scope);
    },

    update(table, id, values, correlationId, scope) {
      return api.update(
        {
          operation: 'row.update',
          path: `${table.set}(${id})`,
          body: values,
          // Without it a row that is missing would be created.
          etag: '*',
          correlationId,
          repeatable: false,
        },
        scope,
      );
    },

    delete(table, id, correlationId, scope) {
      return api.delete({ operation: 'row.delete', path: `${table.set}(${id})`, correlationId }, scope);
    },
  };
}
