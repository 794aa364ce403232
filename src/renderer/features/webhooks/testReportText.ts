import type { WebhookTestReport } from '../../../shared/contract/calls/webhooks.ts';
import type { WebhookPair } from '../../../shared/domain/webhook.ts';

/** The request as it went over the wire, secrets masked. */
export function requestText({ request }: WebhookTestReport): string {
  return `${head(`POST ${request.url}`, request.headers)}\n\n${indented(request.body)}`;
}

export function answerText({ answer }: WebhookTestReport): string {
  if (!answer) return '';
  const status = `${answer.status} ${answer.statusText}`.trim();
  const body =
    answer.body === ''
      ? '(empty body)'
      : `${indented(answer.body)}${answer.bodyCut ? '\n… (the rest was not read)' : ''}`;
  return `${head(status, answer.headers)}\n\n${body}`;
}

/** A test call as text, for a ticket. */
export function testReportText(report: WebhookTestReport): string {
  return [
    `Test call of ${report.at}, ${report.milliseconds} ms`,
    report.sentence,
    ...(report.details ? [report.details] : []),
    '',
    requestText(report),
    ...(report.answer ? ['', answerText(report)] : []),
  ].join('\n');
}

function head(first: string, headers: readonly WebhookPair[]): string {
  return [first, ...headers.map(({ name, value }) => `${name}: ${value}`)].join('\n');
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
