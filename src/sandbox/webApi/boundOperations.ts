import { randomUUID } from 'node:crypto';
import {
  methodNotAllowed,
  notSupportedHere,
  objectDoesNotExist,
  resourceNotFound,
} from '../dataverseFault.ts';
import { parseQueryOptions } from '../odata/queryOptions.ts';
import { privilegesOf } from '../operations/roles.ts';
import { requirePrivilege } from '../operations/rowWriter.ts';
import type { Table } from '../schema/schema.ts';
import { textIn } from '../store/row.ts';
import type { Segment } from './address.ts';
import {
  type ApiContext,
  type ApiRequest,
  type ApiResponse,
  emptyResponse,
  jsonResponse,
  write,
} from './apiMessage.ts';
import { requireRead, requireRow } from './readRoutes.ts';
import { parseJsonObject } from './rowBody.ts';

/** Runs a function or action that is bound to a row: `set(key)/Microsoft.Dynamics.CRM.<Name>`. */
export async function runBoundOperation(
  context: ApiContext,
  table: Table,
  id: string,
  segment: Segment,
  rest: readonly Segment[],
  query: string,
  request: ApiRequest,
): Promise<ApiResponse> {
  const name = segment.name.slice('Microsoft.Dynamics.CRM.'.length);
  if (name === 'RetrieveUserPrivileges') {
    if (table.name !== 'systemuser' || rest.length > 0) throw resourceNotFound(segment.name);
    if (request.method !== 'GET') throw methodNotAllowed(request.method, segment.name);
    parseQueryOptions(query, []);
    return retrieveUserPrivileges(context, table, id);
  }
  if (name !== 'TriggerServiceEndpointCheck') throw notSupportedHere(`the operation '${segment.name}'`);
  if (table.name !== 'serviceendpoint' || rest.length > 0) throw resourceNotFound(segment.name);
  parseQueryOptions(query, []);
  if (request.method !== 'POST') throw methodNotAllowed(request.method, segment.name);
  if (request.body.trim() !== '') parseJsonObject(request.body);
  return checkEndpoint(context, table, id);
}

/** Everything that the user may do through roles. Users may ask for themselves, others need to read users. */
function retrieveUserPrivileges(context: ApiContext, table: Table, id: string): ApiResponse {
  if (id !== context.call.userId) requireRead(context, table);
  requireRow(context, table, id);
  return jsonResponse(200, {
    '@odata.context': `${context.root}$metadata#Microsoft.Dynamics.CRM.RetrieveUserPrivilegesResponse`,
    RolePrivileges: privilegesOf(context.organisation, id),
  });
}

/**
 * Starts a check of a service endpoint: 204 at once, the outcome is a system job. That it is a job of type System
 * Event regarding the endpoint is how we read the documentation; how the real one names it is not known to us.
 */
async function checkEndpoint(context: ApiContext, table: Table, id: string): Promise<ApiResponse> {
  const { organisation, call } = context;
  requirePrivilege(organisation, call, table, 'Write');
  await write(context, async (writer) => {
    const endpoint = writer.get('serviceendpoint', id);
    if (endpoint === undefined) throw objectDoesNotExist('serviceendpoint', id);
    const jobId = randomUUID();
    await writer.create(
      'asyncoperation',
      {
        asyncoperationid: jobId,
        name: `Service endpoint check: ${textIn(endpoint, 'name') ?? id}`.slice(0, 256),
        operationtype: 1,
        statecode: 0,
        statuscode: 0,
        messagename: 'TriggerServiceEndpointCheck',
        primaryentitytype: 'serviceendpoint',
        regardingobjectid: { table: 'serviceendpoint', id },
        correlationid: call.correlationId,
        requestid: call.requestId,
        depth: call.depth,
        retrycount: 0,
      },
      { asPlatform: true },
    );
    await organisation.pipeline.checkEndpoint({ endpoint, jobId, call, writer });
  });
  return emptyResponse();
}
