import { z } from 'zod';
import { isFailure } from '../../shared/contract/failure.ts';
import { type Etag, Etag as EtagSchema, PackageId } from '../../shared/domain/ids.ts';
import type { PluginPackage } from '../../shared/domain/registration.ts';
import { labelsAndTargets, wholePages } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { changeColumns, changeShape, changesOf, text } from './rowColumns.ts';
import type { WebApi } from './webApi.ts';

const set = 'pluginpackages';
const select = `pluginpackageid,name,uniquename,version,${changeColumns}`;

const Row = z.object({
  pluginpackageid: PackageId,
  name: text,
  uniquename: text,
  version: text,
  ...changeShape,
});

type Row = z.output<typeof Row>;

function fromRow(row: Row): PluginPackage {
  return {
    kind: 'package',
    id: row.pluginpackageid,
    name: row.name ?? '',
    uniqueName: row.uniquename ?? '',
    version: row.version ?? '',
    ...changesOf(row),
  };
}

interface NewPackage {
  readonly id: PackageId;
  /** Begins with the prefix of a publisher; is the unique name too. */
  readonly name: string;
  readonly version: string;
  /** Unique name of the solution that it goes to; null for the default one. */
  readonly solution: string | null;
}

/** Table pluginpackage. Its content, a .nupkg, travels as base64, and only where it is asked for. */
export interface Packages {
  /** Empty where the table does not exist: on-premises organisations know no packages. */
  list(scope?: RequestScope): Promise<PluginPackage[]>;
  read(id: PackageId, scope?: RequestScope): Promise<{ package: PluginPackage; etag: Etag }>;
  /** Null where the server does not give it out. */
  readContent(id: PackageId, scope?: RequestScope): Promise<string | null>;
  /** When it returns, the server has made the assemblies and types that are in it. */
  create(created: NewPackage, content: string, scope?: RequestScope): Promise<void>;
  /** Assemblies and types follow: new ones are there when it returns, and those that went are gone. */
  updateContent(id: PackageId, content: string, etag: Etag | '*', scope?: RequestScope): Promise<void>;
}

export function createPackages(api: WebApi): Packages {
  return {
    async list(scope) {
      try {
        const rows = await api.readRows(
          {
            operation: 'package.list',
            path: `${set}?$select=${select}`,
            prefer: [wholePages, labelsAndTargets],
          },
          Row,
          scope,
        );
        return rows.map(fromRow);
      } catch (error) {
        if (isFailure(error) && error.failure.code === 'notFound') return [];
        throw error;
      }
    },

    async read(id, scope) {
      const { row, etag } = await api.readRow(
        { operation: 'package.read', path: `${set}(${id})?$select=${select}`, prefer: [labelsAndTargets] },
        Row,
        scope,
      );
      return { package: fromRow(row), etag: EtagSchema.parse(etag) };
    },

    async readContent(id, scope) {
      const { content } = await api.read(
        { operation: 'package.readContent', path: `${set}(${id})?$select=content` },
        z.object({ content: text }),
        scope,
      );
      return content || null;
    },

    async create({ id, name, version, solution }, content, scope) {
      await api.create(
        {
          operation: 'package.create',
          set,
          body: { pluginpackageid: id, name, uniquename: name, version, content },
          solution,
        },
        scope,
      );
    },

    async updateContent(id, content, etag, scope) {
      await api.update(
        {
          operation: 'package.updateContent',
          path: `${set}(${id})`,
          body: { content },
          etag,
          repeatable: true,
        },
        scope,
      );
    },
  };
}
