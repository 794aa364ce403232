import { describe, expect, it } from 'vitest';
import { readWebhookSettings } from '../../../../src/sandbox/pipeline/webhookSettings.ts';
import { typedSecret, type WebhookSecret, webhookAuthValue } from '../../../../src/shared/domain/webhook.ts';
import {
  applyWebhookCorrection,
  changeAuthorization,
  freshWebhookForm,
  isSameWebhookForm,
  pairsOf,
  type WebhookForm,
} from '../../../../src/shared/domain/webhookForm.ts';
import {
  maskedValue,
  shownWebhookRequest,
  webhookRequest,
} from '../../../../src/shared/domain/webhookRequest.ts';
import { checkWebhookDraft } from '../../../../src/shared/domain/webhookRules.ts';

const draft = {
  name: 'Orders',
  description: '',
  url: 'https://hooks.contoso.com/orders',
  authorization: 'httpHeader' as const,
};
const header = (name: string, value: string): WebhookSecret => ({
  kind: 'httpHeader',
  pairs: [{ name, value }],
});

function problems(change: Partial<WebhookForm['draft']>, secret?: WebhookSecret, context = {}) {
  return checkWebhookDraft(
    { ...draft, ...change },
    {
      secretTyped: secret ?? header('x-key', 'abc'),
      secretIsSet: false,
      existingNames: ['Other'],
      sandbox: false,
      ...context,
    },
  );
}
const kinds = (...given: Parameters<typeof problems>) => problems(...given).map(({ kind }) => kind);

describe('the value that a webhook is authorized by', () => {
  it('is the bare key', () => {
    expect(webhookAuthValue({ kind: 'webhookKey', key: 'a&b<"' })).toBe('a&b<"');
  });

  it('holds pairs in XML that another reader understands, whatever is in them', () => {
    expect(webhookAuthValue(header('x-key', `a"b'c&d<e>f`))).toBe(
      '<settings><setting name="x-key" value="a&quot;b&apos;c&amp;d&lt;e&gt;f"/></settings>',
    );
    const pairs = [
      { name: 'quote', value: `"'` },
      { name: 'ampersand', value: '&amp; & &#10;' },
      { name: 'unicode', value: 'Größe 漢字 😀' },
      { name: 'white', value: ' a\tb\r\nc ' },
      { name: 'twice', value: '1' },
      { name: 'twice', value: '2' },
      { name: 'tag', value: '</settings><setting name="x" value="y"/>' },
    ];
    expect(readWebhookSettings(webhookAuthValue({ kind: 'httpQueryString', pairs }))).toEqual(pairs);
  });

  it('leaves out rows in which nothing was typed', () => {
    const pairs = [
      { name: '', value: '' },
      { name: 'a', value: '1' },
    ];
    expect(typedSecret({ kind: 'httpHeader', pairs })).toEqual(header('a', '1'));
    expect(typedSecret({ kind: 'httpHeader', pairs: pairs.slice(0, 1) })).toBeUndefined();
    expect(typedSecret({ kind: 'webhookKey', key: '' })).toBeUndefined();
  });
});

describe('the rules of a webhook', () => {
  it('let a whole one through', () => {
    expect(problems({})).toEqual([]);
    expect(kinds({ url: 'https://hooks.contoso.com:443/x?y=1' })).toEqual([]);
  });

  it.each([
    ['', 'urlMissing'],
    ['hooks', 'urlInvalid'],
    ['/orders', 'urlInvalid'],
    ['mailto:a@b.c', 'urlInvalid'],
    ['ftp://contoso.com/', 'urlScheme'],
    ['https://contoso.com:8443/', 'urlPort'],
    ['http://contoso.com/', 'urlUnencrypted'],
    ['https://me:secret@contoso.com/', 'urlCredentials'],
    ['https://contoso.com/#part', 'urlFragment'],
    ['http://localhost:7071/api/x', 'urlLocal'],
    ['https://192.168.1.4/', 'urlLocal'],
    ['https://erp/', 'urlLocal'],
    ['https://erp.corp/', 'urlLocal'],
    [`https://contoso.com/${'x'.repeat(2000)}`, 'urlTooLong'],
  ])('say of the address %s: %s', (url, kind) => {
    expect(kinds({ url })).toEqual([kind]);
  });

  it('let addresses of this computer through in the sandbox', () => {
    expect(kinds({ url: 'http://127.0.0.1:8080/' }, undefined, { sandbox: true })).toEqual([]);
  });

  it('offer an address with its scheme, and a key where it belongs', () => {
    expect(problems({ url: 'contoso.com/hook' })[0]?.correction?.value).toBe('https://contoso.com/hook');
    const url = 'https://f.azurewebsites.net/api/x?code=ab%2B%3D&y=1';
    const [problem] = problems({ url });
    expect(problem?.kind).toBe('urlHasCode');
    if (!problem) throw new Error('No problem.');
    expect(applyWebhookCorrection({ draft: { ...draft, url } }, problem)).toEqual({
      draft: { ...draft, url: 'https://f.azurewebsites.net/api/x?y=1', authorization: 'webhookKey' },
      secret: { kind: 'webhookKey', key: 'ab+=' },
    });
  });

  it('want a name that is free', () => {
    expect(kinds({ name: ' ' })).toEqual(['nameMissing']);
    expect(kinds({ name: 'other' })).toEqual(['nameTaken']);
    expect(kinds({ name: 'x'.repeat(257) })).toEqual(['nameTooLong']);
    expect(kinds({ description: 'x'.repeat(2001) })).toEqual(['descriptionTooLong']);
  });

  it.each([
    [[{ name: '', value: '1' }], ['pairNameMissing']],
    [[{ name: 'a', value: '' }], ['pairValueMissing']],
    [[{ name: 'a b', value: '1' }], ['pairNameInvalid']],
    [[{ name: 'a', value: '1\n2' }], ['pairValueInvalid']],
    [[{ name: 'a', value: 'ü' }], ['pairValueInvalid']],
    [[{ name: 'a', value: 'x\u0000' }], ['pairUnwritable']],
    [[{ name: 'Content-Type', value: 'text/plain' }], ['headerTaken']],
    [
      [
        { name: 'a', value: '1' },
        { name: 'A', value: '2' },
      ],
      ['pairTwice'],
    ],
    [[{ name: 'a', value: 'x'.repeat(2010) }], ['authValueTooLong']],
  ])('say of the headers %j: %j', (pairs, expected) => {
    expect(kinds({}, { kind: 'httpHeader', pairs })).toEqual(expected);
  });

  it('count the room as Dataverse stores it', () => {
    const room = 2048 - webhookAuthValue(header('a', '')).length;
    expect(kinds({}, header('a', 'x'.repeat(room)))).toEqual([]);
    expect(kinds({}, header('a', 'x'.repeat(room + 1)))).toEqual(['authValueTooLong']);
    // Five characters each.
    expect(kinds({}, header('a', '&'.repeat(Math.floor(room / 5) + 1)))).toEqual(['authValueTooLong']);
  });

  it('take any letter in the query, and warn of names that come twice', () => {
    const pairs = [
      { name: 'größe', value: '1 ü' },
      { name: 'größe', value: '2' },
    ];
    expect(problems({ authorization: 'httpQueryString' }, { kind: 'httpQueryString', pairs })).toMatchObject([
      { kind: 'pairTwice', severity: 'warning', field: 'pair.1.name' },
    ]);
  });

  it('want values unless Dataverse has some of the kind', () => {
    const none = { secretTyped: undefined };
    expect(kinds({}, undefined, none)).toEqual(['pairsMissing']);
    expect(kinds({}, undefined, { ...none, secretIsSet: true })).toEqual([]);
    expect(kinds({ authorization: 'webhookKey' }, undefined, none)).toEqual(['keyMissing']);
    // What was typed for another kind does not count.
    expect(kinds({ authorization: 'webhookKey' })).toEqual(['keyMissing']);
    expect(
      kinds({ authorization: 'webhookKey' }, { kind: 'webhookKey', key: 'https://f/api?code=abc' }),
    ).toEqual(['keyIsAddress']);
  });
});

describe('the form of a webhook', () => {
  it('keeps pairs when headers become query parameters, and no key as a pair', () => {
    const form: WebhookForm = { draft, secret: header('a', '1') };
    expect(pairsOf(changeAuthorization(form, 'httpQueryString'))).toEqual([{ name: 'a', value: '1' }]);
    expect(changeAuthorization(form, 'webhookKey').secret).toBeUndefined();
    expect(pairsOf({ draft, secret: { kind: 'webhookKey', key: 'x' } })).toEqual([]);
  });

  it('is unchanged while only empty rows were added', () => {
    expect(isSameWebhookForm(freshWebhookForm, { ...freshWebhookForm, secret: header('', '') })).toBe(true);
    expect(isSameWebhookForm(freshWebhookForm, { ...freshWebhookForm, secret: header('a', '') })).toBe(false);
  });

  it('puts right the row that a problem is about', () => {
    const pairs = [
      { name: 'a', value: '1' },
      { name: 'X-Key: ', value: '2' },
    ];
    const [problem] = problems({}, { kind: 'httpHeader', pairs });
    if (!problem) throw new Error('No problem.');
    expect(
      pairsOf(applyWebhookCorrection({ draft, secret: { kind: 'httpHeader', pairs } }, problem)),
    ).toEqual([
      { name: 'a', value: '1' },
      { name: 'X-Key', value: '2' },
    ]);
  });
});

describe('the request to a webhook', () => {
  const about = {
    organization: 'contoso.crm.dynamics.com',
    table: 'account',
    message: 'Create',
    correlationId: 'c',
    requestId: 'r',
  };
  const url = 'https://contoso.com/x?y=1#z';

  it('has the key or the pairs where they belong', () => {
    const key = webhookRequest(
      { url, authorization: 'webhookKey' },
      { kind: 'webhookKey', key: 'a&b' },
      about,
    );
    expect(key.url).toBe('https://contoso.com/x?y=1&code=a%26b');
    const query = webhookRequest(
      { url, authorization: 'httpQueryString' },
      { kind: 'httpQueryString', pairs: [{ name: 'q', value: 'ü' }] },
      about,
    );
    expect(query.url).toBe('https://contoso.com/x?y=1&q=%C3%BC');
    expect(
      webhookRequest({ url, authorization: 'httpHeader' }, header('x', '1'), about).headers,
    ).toContainEqual({
      name: 'x',
      value: '1',
    });
  });

  it('is shown without its secrets', () => {
    const shown = shownWebhookRequest(
      { url, authorization: 'webhookKey' },
      { kind: 'webhookKey', key: 'hush' },
      about,
    );
    expect(shown?.url).toBe(`https://contoso.com/x?y=1&code=${maskedValue}`);
    const headers = shownWebhookRequest({ url, authorization: 'httpHeader' }, header('x', 'hush'), about);
    expect(JSON.stringify([shown, headers])).not.toContain('hush');
    expect(shownWebhookRequest({ url: 'nothing', authorization: 'httpHeader' }, undefined, about)).toBeNull();
  });
});
