import type { Schema } from '../schema/schema.ts';
import { seedId } from '../seed/seedId.ts';
import { textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import type { Organisation } from './organisation.ts';
import { administratorRights, basicUserRights, customizerRights, type Rights } from './rights.ts';

/** How far a privilege reaches: own rows, or those of the whole organisation. */
type Depth = 'Basic' | 'Global';

export type StandardRole = {
  readonly name: string;
  /** The same in every organisation where Microsoft made it so. */
  readonly templateId: string;
  readonly roleId: string;
  readonly depth: Depth;
  readonly rights: Rights;
};

export const systemAdministrator: StandardRole = {
  name: 'System Administrator',
  templateId: '627090ff-40a3-4053-8790-584edc5be201',
  roleId: '2f7a1c80-6d3f-e911-a812-000d3a1b1c81',
  depth: 'Global',
  rights: administratorRights,
};

export const systemCustomizer: StandardRole = {
  name: 'System Customizer',
  templateId: '119f245c-3cc8-4b62-b31c-d1a046ced15d',
  roleId: '3a8b2d91-6d3f-e911-a812-000d3a1b1c82',
  depth: 'Global',
  rights: customizerRights,
};

export const basicUser: StandardRole = {
  name: 'Basic User',
  templateId: 'a4be89ff-7c35-4d69-9900-999c3f603e6f',
  roleId: '4b9c3ea2-6d3f-e911-a812-000d3a1b1c83',
  depth: 'Basic',
  rights: basicUserRights,
};

export const standardRoles: readonly StandardRole[] = [systemAdministrator, systemCustomizer, basicUser];

/** The roles that the user has. Rights of a role cannot be changed here, so that the standard ones are all there are. */
function rolesOf(store: RowStore, userId: string): StandardRole[] {
  return store
    .referring('systemuserroles', 'systemuserid', userId)
    .flatMap((tie) => standardRoles.find(({ roleId }) => roleId === textIn(tie, 'roleid')) ?? []);
}

export function hasRole(store: RowStore, userId: string): boolean {
  return store.referring('systemuserroles', 'systemuserid', userId).length > 0;
}

/** What the user's roles allow together. The platform's own user may do everything. */
export function rightsByRoles({ store, details }: Organisation, userId: string): Rights {
  if (userId === details.systemUserId) return administratorRights;
  const roles = rolesOf(store, userId);
  return (privilege) => roles.some(({ rights }) => rights(privilege));
}

export type RolePrivilege = {
  readonly Depth: Depth;
  readonly PrivilegeId: string;
  readonly BusinessUnitId: string;
  readonly PrivilegeName: string;
  readonly RecordFilterId: string;
  readonly RecordFilterUniqueName: string;
};

const noFilter = '00000000-0000-0000-0000-000000000000';

/** Every privilege that the user has through roles, with the furthest depth of each. */
export function privilegesOf(organisation: Organisation, userId: string): RolePrivilege[] {
  const { schema, store, details } = organisation;
  const roles = rolesOf(store, userId);
  return privilegeNames(schema).flatMap((name) => {
    const granting = roles.filter(({ rights }) => rights(name));
    if (granting.length === 0) return [];
    return {
      Depth: granting.some(({ depth }) => depth === 'Global') ? 'Global' : 'Basic',
      PrivilegeId: seedId('privilege', name),
      BusinessUnitId: details.businessUnitId,
      PrivilegeName: name,
      RecordFilterId: noFilter,
      RecordFilterUniqueName: '',
    };
  });
}

const verbs = ['Create', 'Read', 'Write', 'Delete', 'Append', 'AppendTo', 'Assign', 'Share'];

/** Tables that nobody owns a row of have no privileges to assign and share them, as in Dataverse. */
function privilegeNames(schema: Schema): string[] {
  return schema.tables.flatMap(({ schemaName, ownership }) =>
    verbs
      .filter((verb) => ownership === 'UserOwned' || (verb !== 'Assign' && verb !== 'Share'))
      .map((verb) => `prv${verb}${schemaName}`),
  );
}
