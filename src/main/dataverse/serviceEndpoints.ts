import { z } from 'zod';
import type { Etag, ServiceEndpointId } from '../../shared/domain/ids.ts';
import { Etag as EtagSchema, ServiceEndpointId as Id } from '../../shared/domain/ids.ts';
import type { ServiceEndpoint } from '../../shared/domain/registration.ts';
import { namespaceNameOf } from '../../shared/domain/serviceBusAddress.ts';
import {
  authorizationTypeNumbers,
  connectionModeNumbers,
  designationTypeNumbers,
  type EndpointSecret,
  fixedServiceEndpointNumbers,
  messageFormatNumbers,
  namespaceFormatNumbers,
  type ServiceEndpointDraft,
  userInformationNumbers,
} from '../../shared/domain/serviceEndpoint.ts';
import { labelsAndTargets, wholePages } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { changeColumns, changeShape, changesOf, flag, number, text } from './rowColumns.ts';
import { updateExamined } from './updateExamined.ts';
import type { WebApi } from './webApi.ts';

const set = 'serviceendpoints';
const select =
  'serviceendpointid,name,description,contract,authtype,messageformat,userclaim,connectionmode,namespaceformat,' +
  `namespaceaddress,solutionnamespace,path,url,saskeyname,issaskeyset,issastokenset,isauthvalueset,${changeColumns}`;

const Row = z.object({
  serviceendpointid: Id,
  name: text,
  description: text,
  contract: number,
  authtype: number,
  messageformat: number,
  userclaim: number,
  connectionmode: number,
  namespaceformat: number,
  namespaceaddress: text,
  solutionnamespace: text,
  path: text,
  url: text,
  saskeyname: text,
  issaskeyset: flag,
  issastokenset: flag,
  isauthvalueset: flag,
  ...changeShape,
});
type Row = z.output<typeof Row>;

/** A row of a designation type that this program does not know comes out as undefined. */
function fromRow(row: Row): ServiceEndpoint | undefined {
  const designationType = designationTypeNumbers.toName(row.contract);
  if (designationType === undefined) return undefined;
  return {
    kind: 'serviceEndpoint',
    id: row.serviceendpointid,
    name: row.name ?? '',
    description: row.description ?? null,
    designationType,
    authorizationType: authorizationTypeNumbers.toName(row.authtype) ?? 'notSpecified',
    messageFormat:
      messageFormatNumbers.toName(row.messageformat) ??
      (designationType === 'webhook' ? 'json' : 'binaryXml'),
    userInformation: userInformationNumbers.toName(row.userclaim) ?? 'none',
    connectionMode: connectionModeNumbers.toName(row.connectionmode) ?? 'normal',
    namespaceFormat: namespaceFormatNumbers.toName(row.namespaceformat) ?? null,
    namespaceAddress: row.namespaceaddress ?? null,
    solutionNamespace: row.solutionnamespace ?? null,
    path: row.path ?? null,
    url: row.url ?? null,
    sasKeyName: row.saskeyname ?? null,
    sasKeySet: row.issaskeyset ?? false,
    sasTokenSet: row.issastokenset ?? false,
    authValueSet: row.isauthvalueset ?? false,
    ...changesOf(row),
  };
}

/** The columns that a draft fills, as Dataverse names and numbers them. */
function toColumns(draft: ServiceEndpointDraft): Record<string, string | number | null> {
  return {
    name: draft.name,
    description: draft.description === '' ? null : draft.description,
    contract: designationTypeNumbers.toNumber[draft.designationType],
    authtype: authorizationTypeNumbers.toNumber[draft.authorization.kind],
    messageformat: messageFormatNumbers.toNumber[draft.messageFormat],
    userclaim: userInformationNumbers.toNumber[draft.userInformation],
    namespaceaddress: draft.namespaceAddress,
    solutionnamespace: namespaceNameOf(draft.namespaceAddress),
    path: draft.path,
    saskeyname: draft.authorization.kind === 'sasKey' ? draft.authorization.keyName : null,
  };
}

function secretColumns(secret: EndpointSecret): Record<string, string> {
  return secret.kind === 'sasKey' ? { saskey: secret.key } : { sastoken: secret.token };
}

/** The same columns of a stored row, for comparing. */
function storedColumns(endpoint: ServiceEndpoint): Record<string, string | number | null> {
  return {
    name: endpoint.name,
    description: endpoint.description,
    contract: designationTypeNumbers.toNumber[endpoint.designationType],
    authtype: authorizationTypeNumbers.toNumber[endpoint.authorizationType],
    messageformat: messageFormatNumbers.toNumber[endpoint.messageFormat],
    userclaim: userInformationNumbers.toNumber[endpoint.userInformation],
    namespaceaddress: endpoint.namespaceAddress,
    solutionnamespace: endpoint.solutionNamespace,
    path: endpoint.path,
    saskeyname: endpoint.sasKeyName,
  };
}

/** How an endpoint reaches Azure: what a move from ACS to SAS changes, and what its undoing brings back. */
function reachColumns(endpoint: ServiceEndpoint): Record<string, string | number | null> {
  return {
    contract: designationTypeNumbers.toNumber[endpoint.designationType],
    authtype: authorizationTypeNumbers.toNumber[endpoint.authorizationType],
    connectionmode: connectionModeNumbers.toNumber[endpoint.connectionMode],
    namespaceformat: endpoint.namespaceFormat
      ? namespaceFormatNumbers.toNumber[endpoint.namespaceFormat]
      : null,
    namespaceaddress: endpoint.namespaceAddress,
    solutionnamespace: endpoint.solutionNamespace,
    path: endpoint.path,
    saskeyname: endpoint.sasKeyName,
  };
}

/** Table serviceendpoint. */
export interface ServiceEndpoints {
  list(scope?: RequestScope): Promise<ServiceEndpoint[]>;
  read(id: ServiceEndpointId, scope?: RequestScope): Promise<{ endpoint: ServiceEndpoint; etag: Etag }>;
  create(
    id: ServiceEndpointId,
    draft: ServiceEndpointDraft,
    secret: EndpointSecret,
    /** Unique name of the solution that it joins. */
    solution: string | null,
    scope?: RequestScope,
  ): Promise<void>;
  /** Sends only what differs from `stored`, and the secret when there is one. Sends nothing when nothing differs. */
  update(
    stored: ServiceEndpoint,
    draft: ServiceEndpointDraft,
    secret: EndpointSecret | undefined,
    etag: Etag,
    scope?: RequestScope,
  ): Promise<void>;
  /**
   * Writes how it reaches Azure in whole, and nothing else: id, name, format and steps stay. A key is written where
   * one is given; null takes the one away that is there, undefined leaves it.
   */
  updateReach(
    id: ServiceEndpointId,
    reach: ServiceEndpoint,
    key: string | null | undefined,
    etag: Etag,
    scope?: RequestScope,
  ): Promise<void>;
  /** Dataverse posts a test message to the endpoint; the outcome is a system job regarding it. */
  triggerCheck(id: ServiceEndpointId, scope?: RequestScope): Promise<void>;
}

export function createServiceEndpoints(api: WebApi): ServiceEndpoints {
  async function read(id: ServiceEndpointId, scope?: RequestScope) {
    const { row, etag } = await api.readRow(
      {
        operation: 'serviceEndpoint.read',
        path: `${set}(${id})?$select=${select}`,
        prefer: [labelsAndTargets],
      },
      Row.transform((value, context) => {
        const endpoint = fromRow(value);
        if (endpoint) return endpoint;
        context.addIssue({ code: 'custom', message: 'The designation type is unknown' });
        return z.NEVER;
      }),
      scope,
    );
    return { endpoint: row, etag: EtagSchema.parse(etag) };
  }

  return {
    async list(scope) {
      const rows = await api.readRows(
        {
          operation: 'serviceEndpoint.list',
          path: `${set}?$select=${select}`,
          prefer: [wholePages, labelsAndTargets],
        },
        Row,
        scope,
      );
      return rows.map(fromRow).filter((endpoint) => endpoint !== undefined);
    },

    read,

    async create(id, draft, secret, solution, scope) {
      const body = {
        serviceendpointid: id,
        ...toColumns(draft),
        ...secretColumns(secret),
        connectionmode: fixedServiceEndpointNumbers.connectionMode,
        namespaceformat: fixedServiceEndpointNumbers.namespaceFormat,
      };
      await api.create({ operation: 'serviceEndpoint.create', set, body, solution }, scope);
    },

    async update(stored, draft, secret, etag, scope) {
      const before = storedColumns(stored);
      const changed: Record<string, string | number | null> = {};
      for (const [column, value] of Object.entries(toColumns(draft))) {
        if ((before[column] ?? null) !== value) changed[column] = value;
      }
      await updateExamined(
        api,
        {
          operation: 'serviceEndpoint.update',
          path: `${set}(${stored.id})`,
          changed,
          unreadable: secret === undefined ? {} : secretColumns(secret),
          etag,
          readAgain: async () => {
            const now = await read(stored.id, scope);
            return { columns: storedColumns(now.endpoint), etag: now.etag };
          },
        },
        scope,
      );
    },

    async updateReach(id, reach, key, etag, scope) {
      await updateExamined(
        api,
        {
          operation: 'serviceEndpoint.updateReach',
          path: `${set}(${id})`,
          changed: reachColumns(reach),
          unreadable: key === undefined ? {} : { saskey: key },
          etag,
          readAgain: async () => {
            const now = await read(id, scope);
            return { columns: reachColumns(now.endpoint), etag: now.etag };
          },
        },
        scope,
      );
    },

    async triggerCheck(id, scope) {
      await api.act(
        {
          operation: 'serviceEndpoint.triggerCheck',
          path: `${set}(${id})/Microsoft.Dynamics.CRM.TriggerServiceEndpointCheck`,
          body: {},
        },
        scope,
      );
    },
  };
}
