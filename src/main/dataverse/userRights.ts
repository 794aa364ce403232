import { z } from 'zod';
import { isFailure } from '../../shared/contract/failure.ts';
import { UserId } from '../../shared/domain/ids.ts';
import {
  type AccessMode,
  type RightsUser,
  registrationPrivileges,
} from '../../shared/domain/registrationRights.ts';
import { anyOf, filterText } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { flag, text } from './rowColumns.ts';
import type { WebApi } from './webApi.ts';

const WhoAmI = z.object({ UserId });
const Row = z.object({
  systemuserid: UserId,
  fullname: text,
  applicationid: text,
  isdisabled: flag,
  accessmode: z.number().nullish(),
  systemuserroles_association: z.array(z.object({ name: text })).nullish(),
});
const Privileges = z.object({
  RolePrivileges: z.array(z.object({ PrivilegeId: z.string(), PrivilegeName: text })),
});
const Privilege = z.object({ privilegeid: z.string(), name: text });

interface UserRightsRow {
  readonly user: RightsUser;
  /** Null where they may not be read. */
  readonly roles: readonly string[] | null;
  /** Names of privileges, those of teams among them. */
  readonly held: ReadonlySet<string>;
}

/** What users may do: table systemuser with its roles, and the function RetrieveUserPrivileges. */
export interface UserRights {
  /** Of whoever asks. Works for users without any role too. */
  mine(scope?: RequestScope): Promise<UserRightsRow>;
  /** Of the application user that is bound to an app registration; null where there is none. */
  ofApplication(applicationId: string, scope?: RequestScope): Promise<UserRightsRow | null>;
}

const columns =
  '$select=systemuserid,fullname,applicationid,isdisabled,accessmode&$expand=systemuserroles_association($select=name)';
/** Dataverse's word for a user without roles. */
const noRoles = '0x80042f09';

export function createUserRights(api: WebApi): UserRights {
  async function heldBy(userId: UserId, scope?: RequestScope): Promise<ReadonlySet<string>> {
    const { RolePrivileges } = await api.read(
      {
        operation: 'user.readPrivileges',
        path: `systemusers(${userId})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`,
      },
      Privileges,
      scope,
    );
    const named = RolePrivileges.flatMap(({ PrivilegeName }) => PrivilegeName ?? []);
    if (named.length === RolePrivileges.length) return new Set(named);
    // Older servers tell the ids alone.
    const ids = new Set(RolePrivileges.map(({ PrivilegeId }) => PrivilegeId.toLowerCase()));
    const filter = filterText(registrationPrivileges.map((name) => `name eq '${name}'`).join(' or '));
    const rows = await api.readRows(
      { operation: 'privilege.list', path: `privileges?$select=privilegeid,name&$filter=${filter}` },
      Privilege,
      scope,
    );
    return new Set(rows.flatMap((row) => (ids.has(row.privilegeid.toLowerCase()) ? (row.name ?? []) : [])));
  }

  async function mineOrNothing<T>(read: Promise<T>): Promise<T | null> {
    try {
      return await read;
    } catch (error) {
      if (isFailure(error) && error.failure.code === 'forbidden') return null;
      throw error;
    }
  }

  return {
    async mine(scope) {
      const { UserId: id } = await api.read({ operation: 'user.whoAmI', path: 'WhoAmI' }, WhoAmI, scope);
      const row = await mineOrNothing(
        api.read({ operation: 'user.readRoles', path: `systemusers(${id})?${columns}` }, Row, scope),
      );
      let held: ReadonlySet<string>;
      try {
        held = await heldBy(id, scope);
      } catch (error) {
        if (!isFailure(error) || error.failure.serverCode !== noRoles) throw error;
        held = new Set();
      }
      return row === null
        ? { user: unknownUser(id), roles: null, held }
        : { user: userOf(row), roles: rolesOf(row), held };
    },

    async ofApplication(applicationId, scope) {
      const [row] = await api.readRows(
        {
          operation: 'user.findApplication',
          path: `systemusers?${columns}&$filter=${anyOf('applicationid', [applicationId])}`,
        },
        Row,
        scope,
      );
      if (row === undefined) return null;
      return { user: userOf(row), roles: rolesOf(row), held: await heldBy(row.systemuserid, scope) };
    },
  };
}

const accessModes: readonly AccessMode[] = [
  'readWrite',
  'administrative',
  'read',
  'support',
  'nonInteractive',
];

function userOf(row: z.output<typeof Row>): RightsUser {
  const applicationId = row.applicationid ?? null;
  const mode = row.accessmode ?? null;
  return {
    id: row.systemuserid,
    name: row.fullname ?? null,
    kind: applicationId === null ? 'user' : 'application',
    applicationId,
    disabled: row.isdisabled ?? false,
    accessMode: mode === null ? null : (accessModes[mode] ?? 'other'),
  };
}

function unknownUser(id: UserId): RightsUser {
  return { id, name: null, kind: 'user', applicationId: null, disabled: false, accessMode: null };
}

function rolesOf({ systemuserroles_association }: z.output<typeof Row>): string[] {
  return (systemuserroles_association ?? []).flatMap(({ name }) => name ?? []).toSorted();
}
