import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUserRights } from '../../../../src/main/dataverse/userRights.ts';
import { createWebApi } from '../../../../src/main/dataverse/webApi.ts';
import { json, refusal, type ScriptedServer, startScriptedServer } from '../support/scriptedServer.ts';
import { createTestRunner } from '../support/testRunner.ts';

let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.close());

const userId = 'a3c5e7f9-6d3f-e911-a812-000d3a1b1c71';
const privilegeId = 'c2cbe3db-62c8-4661-9ac5-7691c83242f5';
const whoAmI = json({ UserId: userId });
const noRole = refusal(403, '0x80042f09', 'The user has not been assigned any License and has no roles.');
const rights = () => createUserRights(createWebApi(createTestRunner(server.webApi).runner, server.webApi));

describe('rights of users', () => {
  it('are found by their ids where an older server tells no names', async () => {
    server.script(
      whoAmI,
      json({ systemuserid: userId, fullname: 'Nancy', isdisabled: false, systemuserroles_association: [] }),
      json({
        RolePrivileges: [{ Depth: 'Global', PrivilegeId: privilegeId.toUpperCase(), BusinessUnitId: userId }],
      }),
      json({
        value: [
          { privilegeid: privilegeId, name: 'prvCreatePluginAssembly' },
          { privilegeid: userId, name: 'prvCreatePluginType' },
        ],
      }),
    );
    expect((await rights().mine()).held).toEqual(new Set(['prvCreatePluginAssembly']));
    const { path } = server.requests.at(-1) ?? { path: '' };
    expect(path).toMatch(/^privileges\?\$select=privilegeid,name&\$filter=name%20eq%20%27prv/);
    expect(path.length).toBeLessThan(4000);
  });

  it('are none where the user has no role, which is no failure', async () => {
    server.script(whoAmI, noRole);
    expect(await rights().mine()).toEqual({
      user: {
        id: userId,
        name: null,
        kind: 'user',
        applicationId: null,
        disabled: false,
        accessMode: null,
      },
      roles: null,
      held: new Set(),
    });
  });

  it('fail where another thing is refused', async () => {
    server.script(whoAmI, json({ systemuserid: userId }), refusal(403, '0x80040220', 'Missing prvReadUser.'));
    await expect(rights().mine()).rejects.toMatchObject({ failure: { code: 'forbidden' } });
  });
});
