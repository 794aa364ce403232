import { z } from 'zod';
import { type Etag, Etag as EtagSchema, ServiceEndpointId as Id } from '../../shared/domain/ids.ts';
import type { GivenSecret } from '../../shared/domain/keyEntry.ts';
import type { ServiceEndpoint } from '../../shared/domain/registration.ts';
import { authorizationTypeNumbers } from '../../shared/domain/serviceEndpoint.ts';
import { webhookAuthValue } from '../../shared/domain/webhook.ts';
import { wholePages } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import type { ServiceEndpoints } from './serviceEndpoints.ts';
import { updateExamined } from './updateExamined.ts';
import type { WebApi } from './webApi.ts';

const set = 'serviceendpoints';
const EtagRow = z.object({ serviceendpointid: Id, '@odata.etag': EtagSchema });

interface EndpointChange {
  readonly stored: ServiceEndpoint;
  /** The same with the address, path, URL and policy that it shall have. */
  readonly wanted: ServiceEndpoint;
  /** Undefined leaves the one that it has. */
  readonly secret: GivenSecret | undefined;
}

/** The secrets of table serviceendpoint, and the settings that differ from environment to environment, for many rows. */
export interface EndpointSecrets {
  /** With what a change of each row has to be sent. */
  etags(scope?: RequestScope): Promise<ReadonlyMap<Id, Etag>>;
  /** Sends the secret with what says how it is used, and the settings that differ; everything else stays as it is. */
  write(change: EndpointChange, etag: Etag, scope?: RequestScope): Promise<void>;
}

export function createEndpointSecrets(
  api: WebApi,
  endpoints: Pick<ServiceEndpoints, 'read'>,
): EndpointSecrets {
  return {
    async etags(scope) {
      const rows = await api.readRows(
        {
          operation: 'serviceEndpoint.etags',
          path: `${set}?$select=serviceendpointid`,
          prefer: [wholePages],
        },
        EtagRow,
        scope,
      );
      return new Map(rows.map((row) => [row.serviceendpointid, row['@odata.etag']]));
    },

    async write({ stored: endpoint, wanted, secret }, etag, scope) {
      const before = storedColumns(endpoint);
      const changed = Object.fromEntries(
        Object.entries(columnsOf(wanted, secret)).filter(([column, value]) => before[column] !== value),
      );
      await updateExamined(
        api,
        {
          operation: 'serviceEndpoint.rekey',
          path: `${set}(${endpoint.id})`,
          changed,
          unreadable: secret === undefined ? {} : secretColumn(secret),
          etag,
          readAgain: async () => {
            const now = await endpoints.read(endpoint.id, scope);
            return { columns: storedColumns(now.endpoint), etag: now.etag };
          },
        },
        scope,
      );
    },
  };
}

type Columns = Readonly<Record<string, string | number | null>>;

function storedColumns(endpoint: ServiceEndpoint): Columns {
  return {
    authtype: authorizationTypeNumbers.toNumber[endpoint.authorizationType],
    saskeyname: endpoint.sasKeyName,
    namespaceaddress: endpoint.namespaceAddress,
    solutionnamespace: endpoint.solutionNamespace,
    path: endpoint.path,
    url: endpoint.url,
  };
}

function columnsOf(wanted: ServiceEndpoint, secret: GivenSecret | undefined): Columns {
  const columns = storedColumns(wanted);
  if (secret === undefined) return columns;
  const authtype = authorizationTypeNumbers.toNumber[secret.kind];
  return secret.kind === 'sasKey'
    ? { ...columns, authtype, saskeyname: secret.keyName ?? wanted.sasKeyName }
    : { ...columns, authtype };
}

function secretColumn(secret: GivenSecret): Record<string, string> {
  if (secret.kind === 'sasKey') return { saskey: secret.key };
  if (secret.kind === 'sasToken') return { sastoken: secret.token };
  return { authvalue: webhookAuthValue(secret) };
}
