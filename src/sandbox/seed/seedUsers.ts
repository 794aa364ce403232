import type { Organisation } from '../operations/organisation.ts';
import {
  basicUser,
  hasRole,
  type StandardRole,
  systemAdministrator,
  systemCustomizer,
} from '../operations/roles.ts';
import { giveRole } from '../operations/standardRows.ts';
import { textIn } from '../store/row.ts';
import { seedId } from './seedId.ts';
import type { SeedPlace } from './seedPlace.ts';

const people: readonly (readonly [firstName: string, lastName: string, title: string])[] = [
  ['Amara', 'Osei', 'Sales Manager'],
  ['Jonas', 'Weber', 'Account Executive'],
  ['Priya', 'Raman', 'Service Desk Lead'],
  ['Mateo', 'Silva', 'Account Executive'],
  ['Hanna', 'Lindqvist', 'Solution Architect'],
  ['Kenji', 'Mori', 'Field Technician'],
  ['Claire', 'Dubois', 'Finance Controller'],
];

/** Id of a seeded user by first name. */
export function userId(firstName: string): string {
  return seedId('systemuser', firstName);
}

/** The user of the restricted access token: works with business rows, registers nothing. */
export const restrictedUserId: string = userId('Kenji');

/** Colleagues of the administrator, an application user, and INTEGRATION. SYSTEM is there already. */
export function seedUsers({ organisation }: SeedPlace): void {
  seedRows(organisation);
  seedUserRoles(organisation);
}

/** Gives a role to every enabled user without one. */
export function seedUserRoles(organisation: Organisation): void {
  const { store } = organisation;
  for (const user of store.rows('systemuser')) {
    const id = textIn(user, 'systemuserid');
    if (id === undefined || user.isdisabled === true || hasRole(store, id)) continue;
    giveRole(organisation, id, (roles.get(id) ?? basicUser).roleId);
  }
}

/** Who is more than a basic user. */
const roles: ReadonlyMap<string, StandardRole> = new Map([
  [userId('Hanna'), systemAdministrator],
  [userId('Amara'), systemCustomizer],
  [userId('# Contoso ERP Connector'), systemCustomizer],
]);

function seedRows(organisation: Organisation): void {
  const businessunitid = { table: 'businessunit', id: organisation.details.businessUnitId };
  for (const [firstname, lastname, title] of people) {
    const address = `${firstname.toLowerCase()}@contoso.example`;
    organisation.seed('systemuser', {
      systemuserid: userId(firstname),
      firstname,
      lastname,
      title,
      domainname: address,
      internalemailaddress: address,
      azureactivedirectoryobjectid: seedId('directory object', firstname),
      businessunitid,
    });
  }
  organisation.seed('systemuser', {
    systemuserid: userId('# Contoso ERP Connector'),
    firstname: '# Contoso',
    lastname: 'ERP Connector',
    domainname: 'erp-connector@contoso.example',
    internalemailaddress: 'erp-connector@contoso.example',
    applicationid: seedId('application', 'ERP Connector'),
    azureactivedirectoryobjectid: seedId('directory object', 'ERP Connector'),
    accessmode: 4,
    businessunitid,
  });
  organisation.seed('systemuser', {
    systemuserid: userId('INTEGRATION'),
    lastname: 'INTEGRATION',
    domainname: '',
    isdisabled: true,
    isintegrationuser: true,
    accessmode: 3,
    businessunitid,
  });
}
