import { componentDefinitions } from '../rules/componentTypes.ts';
import { seedId } from '../seed/seedId.ts';
import type { Organisation } from './organisation.ts';
import { standardRoles, systemAdministrator } from './roles.ts';

/** Kinds of components without a fixed type, once. */
export function seedComponentDefinitions({ seed, schema, store }: Organisation): void {
  for (const { name, table, type } of componentDefinitions) {
    const id = seedId('solutioncomponentdefinition', table);
    if (store.get('solutioncomponentdefinition', id) !== undefined) continue;
    seed('solutioncomponentdefinition', {
      solutioncomponentdefinitionid: id,
      name,
      primaryentityname: table,
      solutioncomponenttype: type,
      objecttypecode: schema.byName(table)?.objectTypeCode ?? null,
    });
  }
}

/** The security roles, and the administrator's. */
export function seedRoles(organisation: Organisation): void {
  const { seed, details } = organisation;
  for (const { name, templateId, roleId } of standardRoles)
    seed('role', {
      roleid: roleId,
      name,
      roletemplateid: templateId,
      businessunitid: { table: 'businessunit', id: details.businessUnitId },
    });
  giveRole(organisation, details.administratorId, systemAdministrator.roleId);
}

/** Gives the user the role. The tie has the same id wherever both are the same. */
export function giveRole({ seed }: Organisation, userId: string, roleId: string): void {
  seed('systemuserroles', {
    systemuserroleid: seedId('user role', userId, roleId),
    systemuserid: userId,
    roleid: roleId,
  });
}
