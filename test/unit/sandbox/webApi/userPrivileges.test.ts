import { describe, expect, it } from 'vitest';
import {
  basicUser,
  systemAdministrator,
  systemCustomizer,
} from '../../../../src/sandbox/operations/roles.ts';
import { endpointBody, ids, type JsonObject, startApiUnderTest } from '../apiUnderTest.ts';

const api = await startApiUnderTest();
const { send, organisation } = api;
const { administratorId } = organisation.details;

/** A user of an application, without any role. */
const application = organisation.seed('systemuser', {
  firstname: '#',
  lastname: 'Exporter',
  applicationid: '70000000-0000-4000-8000-000000000001',
  businessunitid: { table: 'businessunit', id: organisation.details.businessUnitId },
});

async function privileges(userId: string): Promise<readonly JsonObject[]> {
  const reply = await send('GET', `systemusers(${userId})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges`);
  expect(reply.status).toBe(200);
  return reply.json.RolePrivileges as readonly JsonObject[];
}

const nameOf = ({ PrivilegeName }: JsonObject): unknown => PrivilegeName;

describe('roles of a user', () => {
  it('are read through the relationship, by expand and from the other side', async () => {
    const roles = await send(
      'GET',
      `systemusers(${administratorId})/systemuserroles_association?$select=name`,
    );
    expect(roles.rows.map(({ name }) => name)).toEqual([systemAdministrator.name]);
    const expanded = await send(
      'GET',
      `systemusers(${ids.basicUser})?$select=fullname&$expand=systemuserroles_association($select=name,roletemplateid)`,
    );
    expect(expanded.json.systemuserroles_association).toMatchObject([
      { name: 'Basic User', roleid: basicUser.roleId },
    ]);
    const holders = await send('GET', `roles(${basicUser.roleId})/systemuserroles_association`);
    expect(holders.rows.map(({ systemuserid }) => systemuserid)).toEqual([ids.basicUser]);
  });

  it('are filtered by any', async () => {
    const { rows } = await send(
      'GET',
      `systemusers?$filter=systemuserroles_association/any(r:r/roleid eq ${systemAdministrator.roleId})`,
    );
    expect(rows.map(({ systemuserid }) => systemuserid)).toEqual([administratorId]);
  });

  it('are given and taken with $ref, and decide at once', async () => {
    const asApplication = { headers: { MSCRMCallerID: application } };
    const none = await send('POST', 'serviceendpoints', endpointBody(), asApplication);
    expect([none.status, none.code]).toEqual([403, '0x80042f09']);
    expect(none.text).toContain('prvCreateServiceEndpoint');

    const link = `systemusers(${application})/systemuserroles_association/$ref`;
    const role = { '@odata.id': `${api.server.url}roles(${systemCustomizer.roleId})` };
    expect((await send('POST', link, role)).status).toBe(204);
    expect((await send('POST', link, role)).code).toBe('0x80040237');
    expect((await send('POST', 'serviceendpoints', endpointBody(), asApplication)).status).toBe(204);

    const tie = `systemusers(${application})/systemuserroles_association(${systemCustomizer.roleId})/$ref`;
    expect((await send('DELETE', tie)).status).toBe(204);
    expect((await send('GET', 'serviceendpoints', undefined, asApplication)).status).toBe(403);
  });

  it('cannot be given by a user who administers nobody', async () => {
    const reply = await send(
      'POST',
      `systemusers(${ids.basicUser})/systemuserroles_association/$ref`,
      { '@odata.id': `roles(${systemAdministrator.roleId})` },
      { token: 'basic' },
    );
    expect(reply.status).toBe(403);
  });
});

describe('RetrieveUserPrivileges', () => {
  it('lists by name what an administrator may do', async () => {
    const found = await privileges(administratorId);
    expect(found).toContainEqual({
      PrivilegeName: 'prvCreatePluginAssembly',
      PrivilegeId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      Depth: 'Global',
      BusinessUnitId: organisation.details.businessUnitId,
      RecordFilterId: '00000000-0000-0000-0000-000000000000',
      RecordFilterUniqueName: '',
    });
    expect(found.map(nameOf)).toEqual(expect.arrayContaining(['prvWriteOrganization', 'prvAssignAccount']));
  });

  it('leaves out what a basic user lacks, and lists nothing for a user without roles', async () => {
    const names = (await privileges(ids.basicUser)).map(nameOf);
    expect(names).toContain('prvReadServiceEndpoint');
    expect(names).not.toContain('prvCreateServiceEndpoint');
    expect(await privileges(application)).toEqual([]);
  });

  it.each([
    ['GET', `accounts(${ids.basicUser})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges`, 404],
    ['POST', `systemusers(${ids.basicUser})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges`, 405],
    ['GET', `systemusers(${ids.type})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges`, 404],
  ])('%s %s is answered %i', async (method, path, status) => {
    expect((await send(method, path)).status).toBe(status);
  });
});
