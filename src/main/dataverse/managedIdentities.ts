import { z } from 'zod';
import type { FileTarget } from '../../shared/contract/calls/pluginFiles.ts';
import { Etag } from '../../shared/domain/ids.ts';
import {
  type ManagedIdentity,
  ManagedIdentityId,
  type SubjectVersion,
} from '../../shared/domain/managedIdentity.ts';
import type { RequestScope } from './ports.ts';
import { text } from './rowColumns.ts';
import type { WebApi } from './webApi.ts';

const set = 'managedidentities';
const targetSets = { assembly: 'pluginassemblies', package: 'pluginpackages' } as const;

/** Dataverse gets its tokens by itself, for this environment alone. */
const managedCredential = { credentialsource: 2, subjectscope: 1 } as const;

const Row = z.object({
  managedidentityid: ManagedIdentityId,
  name: text,
  applicationid: text,
  tenantid: text,
});

/** Table managedidentity, and the lookup of assemblies and packages to it. */
export interface ManagedIdentities {
  list(scope?: RequestScope): Promise<ManagedIdentity[]>;
  bindingOf(
    target: FileTarget,
    scope?: RequestScope,
  ): Promise<{ identityId: ManagedIdentityId | null; etag: Etag }>;
  create(
    id: ManagedIdentityId,
    identity: { name: string; applicationId: string; tenantId: string; version: SubjectVersion },
    scope?: RequestScope,
  ): Promise<void>;
  /** Null takes the lookup away; the identity stays. */
  bind(target: FileTarget, id: ManagedIdentityId | null, etag: Etag, scope?: RequestScope): Promise<void>;
}

export function createManagedIdentities(api: WebApi): ManagedIdentities {
  return {
    async list(scope) {
      const rows = await api.readRows(
        {
          operation: 'managedIdentity.list',
          path: `${set}?$select=managedidentityid,name,applicationid,tenantid&$orderby=name`,
        },
        Row,
        scope,
      );
      return rows.map((row) => ({
        id: row.managedidentityid,
        name: row.name ?? '',
        applicationId: row.applicationid ?? '',
        tenantId: row.tenantid ?? null,
      }));
    },

    async bindingOf({ kind, id }, scope) {
      const { row, etag } = await api.readRow(
        {
          operation: 'managedIdentity.bindingOf',
          path: `${targetSets[kind]}(${id})?$select=_managedidentityid_value`,
        },
        z.object({ _managedidentityid_value: ManagedIdentityId.nullish() }),
        scope,
      );
      return { identityId: row._managedidentityid_value ?? null, etag: Etag.parse(etag) };
    },

    async create(id, { name, applicationId, tenantId, version }, scope) {
      const body = {
        managedidentityid: id,
        name,
        applicationid: applicationId,
        tenantid: tenantId,
        version,
        ...managedCredential,
      };
      await api.create({ operation: 'managedIdentity.create', set, body }, scope);
    },

    async bind({ kind, id: targetId }, id, etag, scope) {
      await api.update(
        {
          operation: id === null ? 'managedIdentity.unbind' : 'managedIdentity.bind',
          path: `${targetSets[kind]}(${targetId})`,
          body: { 'managedidentityid@odata.bind': id === null ? null : `/${set}(${id})` },
          etag,
        },
        scope,
      );
    },
  };
}
