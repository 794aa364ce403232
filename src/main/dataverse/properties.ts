import { z } from 'zod';
import type { EditableProperty } from '../../shared/domain/editableProperty.ts';
import { type Etag, Etag as EtagSchema } from '../../shared/domain/ids.ts';
import type { NodeReference } from '../../shared/domain/registration.ts';
import type { RequestScope } from './ports.ts';
import { tablesOfNodes } from './tablesOfNodes.ts';
import { updateExamined } from './updateExamined.ts';
import type { WebApi } from './webApi.ts';

const columns: Readonly<Record<EditableProperty, string>> = {
  name: 'name',
  friendlyName: 'friendlyname',
  description: 'description',
  workflowActivityGroup: 'workflowactivitygroupname',
  rank: 'rank',
};

const Value = z.union([z.string(), z.number()]).nullish();

interface ReadProperty {
  /** As it is typed; empty where there is none. */
  readonly text: string;
  readonly etag: Etag;
}

/** Single columns of registrations of any kind. */
export interface Properties {
  read(node: NodeReference, property: EditableProperty, scope?: RequestScope): Promise<ReadProperty>;
  write(
    node: NodeReference,
    property: EditableProperty,
    text: string,
    etag: Etag,
    scope?: RequestScope,
  ): Promise<void>;
}

export function createProperties(api: WebApi): Properties {
  async function readColumns(node: NodeReference, wanted: readonly string[], scope?: RequestScope) {
    const { row, etag } = await api.readRow(
      {
        operation: 'property.read',
        path: `${tablesOfNodes[node.kind].set}(${node.id})?$select=${wanted.join(',')}`,
      },
      z.record(z.string(), z.unknown()),
      scope,
    );
    return { row, etag: EtagSchema.parse(etag) };
  }

  async function read(node: NodeReference, property: EditableProperty, scope?: RequestScope) {
    const { row, etag } = await readColumns(node, [columns[property]], scope);
    const value = Value.parse(row[columns[property]]);
    return { text: value === null || value === undefined ? '' : String(value), etag };
  }

  return {
    read,

    async write(node, property, text, etag, scope) {
      const typed = property === 'rank' ? Number(text) : text === '' ? null : text;
      await updateExamined(
        api,
        {
          operation: 'property.update',
          path: `${tablesOfNodes[node.kind].set}(${node.id})`,
          changed: { [columns[property]]: typed },
          // The server fails on the description of an assembly within a package alone; the same version changes nothing.
          unreadable: node.kind === 'assembly' ? await versionOf(node, scope) : {},
          etag,
          readAgain: async () => {
            const now = await readColumns(node, [columns[property]], scope);
            return {
              columns: { [columns[property]]: Value.parse(now.row[columns[property]]) ?? null },
              etag: now.etag,
            };
          },
        },
        scope,
      );
    },
  };

  async function versionOf(node: NodeReference, scope?: RequestScope): Promise<Record<string, string>> {
    const { row } = await readColumns(node, ['version', '_packageid_value'], scope);
    const { version, _packageid_value } = row;
    return typeof _packageid_value === 'string' && typeof version === 'string' ? { version } : {};
  }
}
