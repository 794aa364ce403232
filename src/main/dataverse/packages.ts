import { z } from 'zod';
import { isFailure } from '../../shared/contract/failure.ts';
import { PackageId } from '../../shared/domain/ids.ts';
import type { PluginPackage } from '../../shared/domain/registration.ts';
import { labelsAndTargets, wholePages } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { changeColumns, changeShape, changesOf, text } from './rowColumns.ts';
import type { WebApi } from './webApi.ts';

const Row = z.object({
  pluginpackageid: PackageId,
  name: text,
  uniquename: text,
  version: text,
  ...changeShape,
});

/** Table pluginpackage. */
export interface Packages {
  /** Empty where the table does not exist: on-premises organisations know no packages. */
  list(scope?: RequestScope): Promise<PluginPackage[]>;
}

export function createPackages(api: WebApi): Packages {
  return {
    async list(scope) {
      try {
        const rows = await api.readRows(
          {
            operation: 'package.list',
            path: `pluginpackages?$select=pluginpackageid,name,uniquename,version,${changeColumns}`,
            prefer: [wholePages, labelsAndTargets],
          },
          Row,
          scope,
        );
        return rows.map((row) => ({
          kind: 'package' as const,
          id: row.pluginpackageid,
          name: row.name ?? '',
          uniqueName: row.uniquename ?? '',
          version: row.version ?? '',
          ...changesOf(row),
        }));
      } catch (error) {
        if (isFailure(error) && error.failure.code === 'notFound') return [];
        throw error;
      }
    },
  };
}
