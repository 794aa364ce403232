import { type WebhookDraft, webhookLengths } from './webhook.ts';
import type { WebhookProblem } from './webhookRules.ts';

const field = 'url';
const loopback = /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|\[::1\]|0\.0\.0\.0)$/;
const inside =
  /^(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|169\.254(?:\.\d{1,3}){2}|[^.]+|.*\.(?:local|internal|lan|corp|home))$/;

/** What is wrong with a webhook's address. Dataverse posts to absolute http(s) addresses, on the ports 80 and 443. */
export function examineWebhookUrl(draft: WebhookDraft, sandbox: boolean): WebhookProblem[] {
  const text = draft.url.trim();
  if (text === '') {
    return [
      {
        kind: 'urlMissing',
        field,
        severity: 'error',
        sentence: 'Type the whole address that Dataverse should post to, such as https://contoso.com/hook',
      },
    ];
  }
  const url = URL.parse(text);
  if (!url || !/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return [unreadable(text)];
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return [
      {
        kind: 'urlScheme',
        field,
        severity: 'error',
        sentence: `Dataverse posts over https and http, not over ${url.protocol.slice(0, -1)}.`,
      },
    ];
  }
  const problems: WebhookProblem[] = [];
  const isLocal = loopback.test(url.hostname);
  if (!isLocal && url.port !== '' && url.port !== '80' && url.port !== '443') {
    problems.push({
      kind: 'urlPort',
      field,
      severity: 'error',
      sentence: `Dataverse posts to the ports 80 and 443 alone, not to ${url.port}.`,
      correction: { label: 'Remove the port', value: changed(url, { port: '' }) },
    });
  }
  if (url.username !== '' || url.password !== '') {
    problems.push({
      kind: 'urlCredentials',
      field,
      severity: 'error',
      sentence:
        'Everybody who sees the webhook would see this name and password. Send them as a header Authorization instead.',
      correction: { label: 'Remove them', value: changed(url, { username: '', password: '' }) },
    });
  }
  if (text.length > webhookLengths.url) {
    problems.push({
      kind: 'urlTooLong',
      field,
      severity: 'error',
      sentence: `The address has ${text.length} characters and Dataverse keeps at most ${webhookLengths.url}.`,
    });
  }
  problems.push(...codeInQuery(url));
  if (!sandbox && (isLocal || inside.test(url.hostname))) {
    problems.push({
      kind: 'urlLocal',
      field,
      severity: 'warning',
      sentence: isLocal
        ? 'Dataverse posts from Azure, where this address is Azure’s own computer and not yours. It works in the sandbox alone.'
        : 'Dataverse posts from Azure. An address of your own network is not reached from there.',
    });
  } else if (url.protocol === 'http:' && !isLocal) {
    problems.push({
      kind: 'urlUnencrypted',
      field,
      severity: 'warning',
      sentence: 'Over http, data and secrets travel unencrypted through the Internet.',
      correction: { label: 'Use https', value: changed(url, { protocol: 'https:', port: '' }) },
    });
  }
  if (url.hash !== '') {
    problems.push({
      kind: 'urlFragment',
      field,
      severity: 'warning',
      sentence: 'What follows # is never sent.',
      correction: { label: 'Remove it', value: changed(url, { hash: '' }) },
    });
  }
  return problems;
}

/** The address that Azure shows of a function has its key in it, for everybody to see. */
function codeInQuery(url: URL): WebhookProblem[] {
  const code = url.searchParams.get('code');
  if (code === null || code === '') return [];
  const without = new URL(url);
  without.searchParams.delete('code');
  return [
    {
      kind: 'urlHasCode',
      field,
      severity: 'warning',
      sentence: 'The address holds a key (code), which everybody who sees the webhook can read.',
      correction: {
        label: 'Keep it as the WebhookKey',
        value: without.href,
        alsoSet: { authorization: 'webhookKey', key: code },
      },
    },
  ];
}

function unreadable(text: string): WebhookProblem {
  const guess = `https://${text.replace(/^\/+/, '')}`;
  const isHost = /^[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?]\S*)?$/.test(text) && URL.canParse(guess);
  return {
    kind: 'urlInvalid',
    field,
    severity: 'error',
    sentence: 'This is no whole address. It begins with https:// and names a host.',
    ...(isHost ? { correction: { label: `Use ${guess}`, value: guess } } : {}),
  };
}

function changed(
  url: URL,
  change: Partial<Record<'protocol' | 'port' | 'username' | 'password' | 'hash', string>>,
): string {
  return Object.assign(new URL(url), change).href;
}
