import type { Etag, ServiceEndpointId } from '../../shared/domain/ids.ts';
import type { ServiceEndpoint } from '../../shared/domain/registration.ts';
import { authorizationTypeNumbers, designationTypeNumbers } from '../../shared/domain/serviceEndpoint.ts';
import { type WebhookDraft, type WebhookSecret, webhookAuthValue } from '../../shared/domain/webhook.ts';
import type { RequestScope } from './ports.ts';
import type { ServiceEndpoints } from './serviceEndpoints.ts';
import { updateExamined } from './updateExamined.ts';
import type { WebApi } from './webApi.ts';

const set = 'serviceendpoints';
type Columns = Readonly<Record<string, string | number | null>>;

/** What every webhook has: connection mode Normal, JSON, no claims of the user. */
const fixed = { connectionmode: 1, messageformat: 2, userclaim: 1 } as const;

/** The webhooks of table serviceendpoint; they are read with all other endpoints. */
export interface Webhooks {
  create(
    id: ServiceEndpointId,
    draft: WebhookDraft,
    secret: WebhookSecret,
    /** Unique name of the solution that it joins. */
    solution: string | null,
    scope?: RequestScope,
  ): Promise<void>;
  /** Sends only what differs from `stored`, and the values when there are any. */
  update(
    stored: ServiceEndpoint,
    draft: WebhookDraft,
    secret: WebhookSecret | undefined,
    etag: Etag,
    scope?: RequestScope,
  ): Promise<void>;
}

export function createWebhooks(api: WebApi, endpoints: Pick<ServiceEndpoints, 'read'>): Webhooks {
  return {
    async create(id, draft, secret, solution, scope) {
      const body = {
        serviceendpointid: id,
        contract: designationTypeNumbers.toNumber.webhook,
        ...fixed,
        ...toColumns(draft),
        authvalue: webhookAuthValue(secret),
      };
      await api.create({ operation: 'webhook.create', set, body, solution }, scope);
    },

    async update(stored, draft, secret, etag, scope) {
      const before = storedColumns(stored);
      const changed: Record<string, string | number | null> = {};
      for (const [column, value] of Object.entries(toColumns(draft))) {
        if (before[column] !== value) changed[column] = value;
      }
      await updateExamined(
        api,
        {
          operation: 'webhook.update',
          path: `${set}(${stored.id})`,
          changed,
          unreadable: secret === undefined ? {} : { authvalue: webhookAuthValue(secret) },
          etag,
          readAgain: async () => {
            const now = await endpoints.read(stored.id, scope);
            return { columns: storedColumns(now.endpoint), etag: now.etag };
          },
        },
        scope,
      );
    },
  };
}

function toColumns(draft: WebhookDraft): Columns {
  return {
    name: draft.name.trim(),
    description: draft.description === '' ? null : draft.description,
    url: draft.url.trim(),
    authtype: authorizationTypeNumbers.toNumber[draft.authorization],
  };
}

function storedColumns(endpoint: ServiceEndpoint): Columns {
  return {
    name: endpoint.name,
    description: endpoint.description,
    url: endpoint.url,
    authtype: authorizationTypeNumbers.toNumber[endpoint.authorizationType],
  };
}
