import { randomUUID } from 'node:crypto';
import type { WebhookTestReport } from '../../shared/contract/calls/webhooks.ts';
import { redactText } from '../../shared/domain/redaction.ts';
import type { WebhookPair, WebhookSecret } from '../../shared/domain/webhook.ts';
import { typedSecret } from '../../shared/domain/webhook.ts';
import { type PostedAbout, shownWebhookRequest, webhookRequest } from '../../shared/domain/webhookRequest.ts';
import { sampleContextJson } from '../../shared/domain/webhookSample.ts';
import { examineWebhookSecret } from '../../shared/domain/webhookSecretRules.ts';
import { examineWebhookUrl } from '../../shared/domain/webhookUrlRules.ts';
import type { Clock } from '../ports.ts';
import type { Handlers } from './handlers.ts';
import type { OpenOrganizationOf } from './ports.ts';
import { refuseProblems } from './refuseProblems.ts';
import { sentenceOfFault, sentenceOfStatus } from './webhookTestSentences.ts';

/** As long as Dataverse waits for a webhook. */
const patience = 60_000;
/** What is read of an answer; Dataverse itself reads none of it. */
const mostOfAnswer = 64 * 1024;

export interface WebhookTestPorts {
  readonly open: OpenOrganizationOf;
  readonly fetch: typeof fetch;
  readonly clock: Pick<Clock, 'now'>;
  /** Milliseconds; a test is less patient. */
  readonly patience?: number;
}

/** Posts a sample to a webhook from this computer, and tells what was sent and what came back. */
export function createWebhookTests(ports: WebhookTestPorts): Pick<Handlers, 'webhook.test'> {
  return {
    'webhook.test': async ({ connectionId, url, authorization, secret, message, table }, { signal }) => {
      const organization = await ports.open(connectionId);
      const { connection, dataverse, memory } = organization;
      const draft = { name: '', description: '', url, authorization };
      refuseProblems([
        ...examineWebhookUrl(draft, connection.kind === 'sandbox').filter(({ kind }) => kind !== 'urlPort'),
        ...examineWebhookSecret(draft, secret, true),
      ]);
      memory.information ??= await dataverse.organizations.describe(undefined, { signal });
      const { organizationId, uniqueName, userId } = memory.information;
      const about: PostedAbout = {
        organization: new URL(connection.webApi).host,
        table,
        message,
        correlationId: randomUUID(),
        requestId: randomUUID(),
      };
      const body = sampleContextJson({
        ...about,
        organizationId,
        organizationName: uniqueName,
        userId,
        rowId: randomUUID(),
        operationId: randomUUID(),
        now: ports.clock.now(),
      });
      const request = webhookRequest(draft, secret, about);
      const shown = shownWebhookRequest(draft, secret, about) ?? request;
      const hide = hider(secret);
      const report: Pick<WebhookTestReport, 'at' | 'request'> = {
        at: new Date(ports.clock.now()).toISOString(),
        request: { url: shown.url, headers: [...shown.headers], body },
      };
      const limit = AbortSignal.timeout(ports.patience ?? patience);
      const began = performance.now();
      const took = () => Math.round(performance.now() - began);
      try {
        const response = await ports.fetch(request.url, {
          method: 'POST',
          headers: request.headers.map(({ name, value }): [string, string] => [name, value]),
          body,
          // Dataverse takes a redirect for what it is: no success.
          redirect: 'manual',
          signal: AbortSignal.any([signal, limit]),
        });
        const milliseconds = took();
        const answer = await answerOf(response, hide);
        return {
          ...report,
          outcome: response.ok ? 'accepted' : 'refused',
          ...sentenceOfStatus(answer.status, hide(response.headers.get('location') ?? '')),
          answer,
          milliseconds,
        };
      } catch (error) {
        signal.throwIfAborted();
        const fault = sentenceOfFault(error, { timedOut: limit.aborted, host: new URL(request.url).host });
        return {
          ...report,
          outcome: 'unanswered',
          ...fault,
          ...(fault.details === undefined ? {} : { details: hide(redactText(fault.details)) }),
          answer: null,
          milliseconds: took(),
        };
      }
    },
  };
}

async function answerOf(
  response: Response,
  hide: (text: string) => string,
): Promise<NonNullable<WebhookTestReport['answer']>> {
  const { text, cut } = await beginningOf(response);
  const headers: WebhookPair[] = [];
  for (const [name, value] of response.headers) {
    headers.push({
      name,
      value: name === 'set-cookie' ? redactText(`Authorization: ${value}`).slice(15) : hide(value),
    });
  }
  return {
    status: response.type === 'opaqueredirect' ? 302 : response.status,
    statusText: hide(response.statusText),
    headers,
    body: hide(text),
    bodyCut: cut,
  };
}

async function beginningOf(response: Response): Promise<{ text: string; cut: boolean }> {
  if (!response.body) return { text: '', cut: false };
  const reader = response.body.getReader();
  const pieces: Uint8Array[] = [];
  let size = 0;
  let cut = false;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    size += value.length;
    if (size > mostOfAnswer) {
      cut = true;
      await reader.cancel();
      break;
    }
  }
  return { text: Buffer.concat(pieces).subarray(0, mostOfAnswer).toString('utf8'), cut };
}

/** A receiver may send back what it was sent: what was typed as a secret is not shown then either. */
function hider(secret: WebhookSecret | undefined): (text: string) => string {
  const typed = typedSecret(secret);
  const values =
    typed === undefined
      ? []
      : typed.kind === 'webhookKey'
        ? [typed.key]
        : typed.pairs.map(({ value }) => value);
  const hidden = [...new Set(values.flatMap((value) => [value, encodeURIComponent(value)]))]
    // A value such as 1 or yes is no secret, and would take half of the answer with it.
    .filter((value) => value.length >= 4)
    .sort((one, other) => other.length - one.length);
  return (text) => hidden.reduce((rest, value) => rest.replaceAll(value, '[removed]'), text);
}
