import { afterAll } from 'vitest';
import {
  createOrganisation,
  type Organisation,
  type OrganisationOptions,
} from '../../../src/sandbox/operations/organisation.ts';
import { basicUser } from '../../../src/sandbox/operations/roles.ts';
import { giveRole } from '../../../src/sandbox/operations/standardRows.ts';
import {
  startWebApi,
  type WebApiOptions,
  type WebApiServer,
} from '../../../src/sandbox/webApi/startWebApi.ts';

export type JsonObject = { readonly [name: string]: unknown };

export type Reply = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as an object; empty when there is none. */
  readonly json: JsonObject;
  /** `value` of the body. */
  readonly rows: readonly JsonObject[];
  /** Code of the error in the body, else nothing. */
  readonly code: string | undefined;
  /** Id of the row in `OData-EntityId`. */
  readonly id: string;
};

export type SendOptions = { readonly headers?: Record<string, string>; readonly token?: string | null };

/** Ids of what every test organisation holds. */
export const ids = {
  basicUser: '10000000-0000-4000-8000-000000000001',
  disabledUser: '10000000-0000-4000-8000-000000000002',
  create: '20000000-0000-4000-8000-000000000001',
  update: '20000000-0000-4000-8000-000000000002',
  delete: '20000000-0000-4000-8000-000000000003',
  associate: '20000000-0000-4000-8000-000000000004',
  createAccount: '30000000-0000-4000-8000-000000000001',
  updateAccount: '30000000-0000-4000-8000-000000000002',
  deleteAccount: '30000000-0000-4000-8000-000000000003',
  closedFilter: '30000000-0000-4000-8000-000000000004',
  assembly: '40000000-0000-4000-8000-000000000001',
  type: '40000000-0000-4000-8000-000000000002',
  activity: '40000000-0000-4000-8000-000000000003',
  managedStep: '50000000-0000-4000-8000-000000000001',
  fixedStep: '50000000-0000-4000-8000-000000000002',
  publisher: '60000000-0000-4000-8000-000000000001',
  solution: '60000000-0000-4000-8000-000000000002',
  managedSolution: '60000000-0000-4000-8000-000000000003',
} as const;

/** An organisation served over real HTTP, and a way to send to it. Stops by itself after the test file. */
export type ApiUnderTest = {
  readonly organisation: Organisation;
  readonly server: WebApiServer;
  send(method: string, path: string, body?: unknown, options?: SendOptions): Promise<Reply>;
  /** Creates a row and gives its id. */
  create(set: string, body: JsonObject): Promise<string>;
};

export async function startApiUnderTest(
  organisationOptions: OrganisationOptions = {},
  apiOptions: Partial<WebApiOptions> = {},
): Promise<ApiUnderTest> {
  const organisation = createOrganisation(organisationOptions);
  fill(organisation);
  const server = await startWebApi({
    organisation,
    accessTokens: {
      administrator: organisation.details.administratorId,
      basic: ids.basicUser,
      disabled: ids.disabledUser,
    },
    ...apiOptions,
  });
  afterAll(() => server.close());

  async function send(
    method: string,
    path: string,
    body?: unknown,
    { headers = {}, token = 'administrator' }: SendOptions = {},
  ): Promise<Reply> {
    const response = await fetch(new URL(path, server.url), {
      method,
      headers: {
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined || typeof body === 'string' ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    const json = isJson ? (JSON.parse(text) as JsonObject) : {};
    const error = json.error as { code?: string } | undefined;
    return {
      status: response.status,
      headers: response.headers,
      text,
      json,
      rows: (json.value ?? []) as JsonObject[],
      code: error?.code,
      id: /\(([^)]*)\)$/.exec(response.headers.get('odata-entityid') ?? '')?.[1] ?? '',
    };
  }

  return {
    organisation,
    server,
    send,
    create: async (set, body) => {
      const reply = await send('POST', set, body);
      if (reply.status !== 204)
        throw new Error(`Creating in ${set} was answered ${reply.status}: ${reply.text}`);
      return reply.id;
    },
  };
}

function fill(organisation: Organisation): void {
  const { seed, details } = organisation;
  const businessunitid = { table: 'businessunit', id: details.businessUnitId };
  const user = (systemuserid: string, firstname: string, isdisabled: boolean) =>
    seed('systemuser', {
      systemuserid,
      firstname,
      lastname: 'Tester',
      domainname: `${firstname}@contoso.example`,
      isdisabled,
      businessunitid,
    });
  user(ids.basicUser, 'Basil', false);
  giveRole(organisation, ids.basicUser, basicUser.roleId);
  user(ids.disabledUser, 'Desmond', true);
  for (const [sdkmessageid, name] of [
    [ids.create, 'Create'],
    [ids.update, 'Update'],
    [ids.delete, 'Delete'],
    [ids.associate, 'Associate'],
  ] as const)
    seed('sdkmessage', { sdkmessageid, name, availability: 2 });
  const filter = (id: string, message: string, allowed: boolean) =>
    seed('sdkmessagefilter', {
      sdkmessagefilterid: id,
      sdkmessageid: { table: 'sdkmessage', id: message },
      primaryobjecttypecode: 'account',
      iscustomprocessingstepallowed: allowed,
      availability: 2,
    });
  filter(ids.createAccount, ids.create, true);
  filter(ids.updateAccount, ids.update, true);
  filter(ids.deleteAccount, ids.delete, true);
  filter(ids.closedFilter, ids.create, false);
  seed('pluginassembly', {
    pluginassemblyid: ids.assembly,
    name: 'Contoso.Plugins',
    version: '1.0.0.0',
    content: 'AAAA',
    password: 'hidden',
  });
  const type = (plugintypeid: string, typename: string, isworkflowactivity: boolean) =>
    seed('plugintype', {
      plugintypeid,
      typename,
      name: typename,
      friendlyname: typename,
      isworkflowactivity,
      pluginassemblyid: { table: 'pluginassembly', id: ids.assembly },
    });
  type(ids.type, 'Contoso.Plugins.Audit', false);
  type(ids.activity, 'Contoso.Plugins.Activity', true);
  const managedStep = (sdkmessageprocessingstepid: string, customizable: boolean) =>
    seed('sdkmessageprocessingstep', {
      sdkmessageprocessingstepid,
      name: `Managed step ${customizable}`,
      stage: 40,
      mode: 0,
      rank: 1,
      ismanaged: true,
      iscustomizable: { value: customizable, canBeChanged: false },
      eventhandler: { table: 'plugintype', id: ids.type },
      plugintypeid: { table: 'plugintype', id: ids.type },
      sdkmessageid: { table: 'sdkmessage', id: ids.create },
    });
  managedStep(ids.managedStep, true);
  managedStep(ids.fixedStep, false);
  seed('publisher', {
    publisherid: ids.publisher,
    uniquename: 'contoso',
    friendlyname: 'Contoso',
    customizationprefix: 'con',
  });
  const solution = (solutionid: string, uniquename: string, ismanaged: boolean) =>
    seed('solution', {
      solutionid,
      uniquename,
      friendlyname: uniquename,
      version: '1.0.0.0',
      ismanaged,
      publisherid: { table: 'publisher', id: ids.publisher },
    });
  solution(ids.solution, 'ContosoCore', false);
  solution(ids.managedSolution, 'ContosoManaged', true);
}

/** Body of a step that is accepted, to be varied. */
export function stepBody(changes: JsonObject = {}): JsonObject {
  return {
    name: 'Contoso.Plugins.Audit: Update of account',
    stage: 40,
    mode: 0,
    rank: 1,
    'eventhandler_plugintype@odata.bind': `/plugintypes(${ids.type})`,
    'sdkmessageid@odata.bind': `/sdkmessages(${ids.update})`,
    'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${ids.updateAccount})`,
    ...changes,
  };
}

let endpoints = 0;

/** Body of a queue endpoint that is accepted, with a name of its own. */
export function endpointBody(changes: JsonObject = {}): JsonObject {
  endpoints += 1;
  return {
    name: `Orders ${endpoints}`,
    contract: 6,
    namespaceaddress: 'sb://127.0.0.1',
    path: 'crm-orders',
    saskeyname: 'send',
    saskey: 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=',
    authtype: 2,
    namespaceformat: 2,
    connectionmode: 1,
    messageformat: 2,
    userclaim: 1,
    ...changes,
  };
}
