import { randomUUID } from 'node:crypto';
import { DataverseFault, methodNotAllowed, notSupportedHere, resourceNotFound } from '../dataverseFault.ts';
import { routeMetadata } from '../metadata/metadataRoutes.ts';
import { parseQueryOptions } from '../odata/queryOptions.ts';
import type { OperationCall, RowWriter } from '../operations/operationPipeline.ts';
import type { Organisation } from '../operations/organisation.ts';
import { textIn } from '../store/row.ts';
import { isGuid, parseAddress } from './address.ts';
import { type ApiContext, type ApiRequest, type ApiResponse, jsonResponse } from './apiMessage.ts';
import { routeEntity } from './entityRoutes.ts';
import { parsePreferences } from './preferences.ts';
import { resolveContentId } from './rowBody.ts';
import { runUnboundOperation } from './unboundOperations.ts';

/** Who sent the request, and the ids that all of a batch's operations share. */
export type Caller = { readonly tokenUserId: string; readonly correlationId: string };

/** The change set that an operation belongs to. */
export type ChangeSet = { readonly writer: RowWriter; readonly contentIds: ReadonlyMap<string, string> };

/** Answers one request below the service's root. Every failure becomes an answer with an error body. */
export async function handleRequest(
  organisation: Organisation,
  root: string,
  caller: Caller,
  request: ApiRequest,
  changeSet?: ChangeSet,
): Promise<ApiResponse> {
  try {
    const call = operationCall(organisation, caller, request);
    const preferences = parsePreferences(request.headers.prefer);
    const context: ApiContext = {
      organisation,
      root,
      call,
      preferences,
      headers: request.headers,
      ...(changeSet === undefined
        ? {}
        : { writer: changeSet.writer.withCall(call), contentIds: changeSet.contentIds }),
    };
    const response = await route(context, request);
    if (preferences.applied.length === 0 || response.status >= 400) return response;
    return {
      ...response,
      headers: { ...response.headers, 'Preference-Applied': preferences.applied.join(',') },
    };
  } catch (error) {
    if (error instanceof DataverseFault) return errorResponse(error);
    return errorResponse(
      new DataverseFault(500, '0x80040216', `An unexpected error occurred: ${String(error).slice(0, 300)}`),
    );
  }
}

/** A fault as the Web API words it. */
export function errorResponse(fault: DataverseFault): ApiResponse {
  const headers = fault.retryAfter === undefined ? undefined : { 'Retry-After': String(fault.retryAfter) };
  return jsonResponse(fault.status, { error: { code: fault.code, message: fault.message } }, headers);
}

async function route(context: ApiContext, request: ApiRequest): Promise<ApiResponse> {
  const address = parseAddress(resolveContentId(context, request.target));
  const [first] = address.segments;
  if (first === undefined) return serviceDocument(context, address.query, request);
  if (first.name === '$metadata') throw notSupportedHere("'$metadata' (the CSDL document)");
  if (first.name === '$batch')
    throw new DataverseFault(400, '0x80060888', 'A batch cannot hold another batch.');
  if (first.name === 'EntityDefinitions') return routeMetadata(context, address, request);
  const table = context.organisation.schema.bySet(first.name);
  if (table !== undefined) return routeEntity(context, table, address, request);
  const response = await runUnboundOperation(context, address, request);
  if (response === undefined) throw resourceNotFound(first.name);
  return response;
}

function serviceDocument(context: ApiContext, query: string, request: ApiRequest): ApiResponse {
  if (request.method !== 'GET') throw methodNotAllowed(request.method, 'the service document');
  parseQueryOptions(query, []);
  return jsonResponse(200, {
    '@odata.context': `${context.root}$metadata`,
    value: context.organisation.schema.tables.map(({ set }) => ({ name: set, kind: 'EntitySet', url: set })),
  });
}

/** Whose operation it is: the token's user, or the one that the headers say to act for. */
function operationCall(organisation: Organisation, caller: Caller, { headers }: ApiRequest): OperationCall {
  const solutionUniqueName = headers['mscrm.solutionuniquename'];
  const userAgent = headers['user-agent'];
  const suppressed = headers['mscrm.suppressduplicatedetection'];
  if (suppressed?.toLowerCase() === 'false') throw notSupportedHere('duplicate detection');
  const bypassed = headers['mscrm.bypassbusinesslogicexecution'];
  if (bypassed !== undefined) throw notSupportedHere("the header 'MSCRM.BypassBusinessLogicExecution'");
  return {
    userId: impersonatedUser(organisation, headers) ?? caller.tokenUserId,
    initiatingUserId: caller.tokenUserId,
    correlationId: caller.correlationId,
    requestId: randomUUID(),
    depth: 1,
    bypassCustomLogic: headers['mscrm.bypasscustompluginexecution']?.toLowerCase() === 'true',
    ...(solutionUniqueName === undefined ? {} : { solutionUniqueName }),
    ...(userAgent === undefined ? {} : { userAgent }),
  };
}

function impersonatedUser(organisation: Organisation, headers: ApiRequest['headers']): string | undefined {
  const userId = headers.mscrmcallerid?.toLowerCase();
  const objectId = headers.callerobjectid?.toLowerCase();
  if (userId === undefined && objectId === undefined) return undefined;
  const { store } = organisation;
  if (userId !== undefined && isGuid(userId) && store.get('systemuser', userId) !== undefined) return userId;
  if (objectId !== undefined) {
    const [user] = store.referring('systemuser', 'azureactivedirectoryobjectid', objectId);
    if (user !== undefined) return textIn(user, 'systemuserid');
  }
  throw new DataverseFault(
    403,
    '0x80042f09',
    `The user ${userId ?? objectId} to act for is not a member of the organization.`,
  );
}
