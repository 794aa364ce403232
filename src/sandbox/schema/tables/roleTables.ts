import { guid, lookup, text, yesOrNo } from '../column.ts';
import { auditColumns, solutionColumns } from '../commonColumns.ts';
import type { Association } from '../schema.ts';
import { defineTable } from '../table.ts';

const readOnly = { access: 'readOnly' } as const;
const later = { create: 'later', update: 'later', delete: 'later' } as const;

export const roleTable = defineTable(
  {
    name: 'role',
    schemaName: 'Role',
    set: 'roles',
    label: 'Security Role',
    pluralLabel: 'Security Roles',
    objectTypeCode: 1036,
    primaryName: 'name',
    ownership: 'BusinessOwned',
    ...later,
  },
  [
    text('name', 'Name', 100, { required: 'SystemRequired' }),
    text('description', 'Description', 2000),
    lookup(
      'businessunitid',
      'Business Unit',
      'businessunit',
      { collection: 'business_unit_roles', onDelete: 'Restrict' },
      { required: 'SystemRequired' },
    ),
    guid('roletemplateid', 'Role Template ID', readOnly),
    yesOrNo('isautoassigned', 'Auto Assigned', { ...readOnly, default: false }),
    guid('organizationid', 'Organization', readOnly),
    ...solutionColumns('roleidunique'),
    ...auditColumns(),
  ],
);

/** Which user has which role. */
export const userRoleTable = defineTable(
  {
    name: 'systemuserroles',
    schemaName: 'SystemUserRoles',
    set: 'systemuserrolescollection',
    label: 'System User Role',
    pluralLabel: 'System User Roles',
    objectTypeCode: 15,
    primaryKey: 'systemuserroleid',
    ownership: 'None',
    create: 'refused',
    update: 'refused',
    delete: 'refused',
  },
  [guid('systemuserid', 'User', readOnly), guid('roleid', 'Role', readOnly)],
);

export const userRoles: Association = {
  name: 'systemuserroles_association',
  intersect: 'systemuserroles',
  sides: [
    { table: 'systemuser', column: 'systemuserid' },
    { table: 'role', column: 'roleid' },
  ],
};
