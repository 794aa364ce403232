import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { endpointBody, startApiUnderTest } from '../apiUnderTest.ts';

const { send, create, server, organisation } = await startApiUnderTest();

const representation = { headers: { Prefer: 'return=representation' } };

describe('creating', () => {
  it('answers 204 with the address of the row', async () => {
    const reply = await send('POST', 'accounts', { name: 'Fabrikam' });
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect(reply.headers.get('odata-entityid')).toBe(`${server.url}accounts(${reply.id})`);
    expect(reply.headers.get('location')).toBe(reply.headers.get('odata-entityid'));
    expect((await send('GET', `accounts(${reply.id})?$select=name`)).json).toMatchObject({
      '@odata.context': `${server.url}$metadata#accounts(name)/$entity`,
      name: 'Fabrikam',
      accountid: reply.id,
    });
  });

  it('answers 201 with the row when a representation is preferred', async () => {
    const reply = await send('POST', 'accounts?$select=name,statecode', { name: 'Shown' }, representation);
    expect(reply.status).toBe(201);
    expect(reply.headers.get('preference-applied')).toBe('return=representation');
    expect(reply.json).toEqual({
      '@odata.context': `${server.url}$metadata#accounts(name,statecode)/$entity`,
      '@odata.etag': reply.headers.get('etag'),
      name: 'Shown',
      statecode: 0,
      accountid: reply.id,
    });
  });

  it('writes nothing when the representation asked for makes no sense', async () => {
    const before = organisation.store.count('account');
    const reply = await send('POST', 'accounts?$select=nonsense', { name: 'x' }, representation);
    expect(reply.status).toBe(400);
    expect(organisation.store.count('account')).toBe(before);
  });

  it('takes the id that was given, once', async () => {
    const accountid = randomUUID();
    expect((await send('POST', 'accounts', { accountid, name: 'a' })).id).toBe(accountid);
    const again = await send('POST', 'accounts', { accountid, name: 'b' });
    expect([again.status, again.code]).toEqual([412, '0x80040237']);
  });

  it('fills in what the platform fills in', async () => {
    const id = await create('contacts', {
      firstname: 'Ann',
      lastname: 'Lee',
      address1_city: 'Bonn',
      creditlimit: 10.005,
      createdon: '2001-01-01T00:00:00Z',
    });
    const { json } = await send('GET', `contacts(${id})`);
    expect(json).toMatchObject({
      fullname: 'Ann Lee',
      address1_composite: 'Bonn',
      creditlimit: 10.01,
      creditlimit_base: 10.01,
      donotemail: false,
      statecode: 0,
      statuscode: 1,
      _ownerid_value: organisation.details.administratorId,
      _owninguser_value: organisation.details.administratorId,
      _owningbusinessunit_value: organisation.details.businessUnitId,
      _transactioncurrencyid_value: organisation.details.currencyId,
    });
    expect(json.createdon).toMatch(/^20[2-9]\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(json['@odata.etag']).toBe(`W/"${json.versionnumber}"`);
  });

  it('keeps the day that an import gives', async () => {
    const id = await create('accounts', { name: 'Old', overriddencreatedon: '2011-02-03' });
    expect((await send('GET', `accounts(${id})?$select=createdon`)).json.createdon).toBe(
      '2011-02-03T00:00:00Z',
    );
  });

  it('creates rows above and below along with the row', async () => {
    const id = await create('accounts', {
      name: 'Parent',
      primarycontactid: { lastname: 'First' },
      Account_Tasks: [{ subject: 'one' }, { subject: 'two' }],
    });
    const reply = await send(
      'GET',
      `accounts(${id})?$select=name&$expand=primarycontactid($select=lastname),Account_Tasks($select=subject;$orderby=subject)`,
    );
    expect(reply.json).toMatchObject({
      primarycontactid: { lastname: 'First' },
      Account_Tasks: [{ subject: 'one' }, { subject: 'two' }],
    });
  });

  it('creates nothing when a row below is refused', async () => {
    const before = organisation.store.count('account');
    const reply = await send('POST', 'accounts', {
      name: 'x',
      Account_Tasks: [{ subject: 'y'.repeat(201) }],
    });
    expect([reply.status, reply.code]).toEqual([400, '0x80044331']);
    expect(organisation.store.count('account')).toBe(before);
  });
});

describe('what a body may hold', () => {
  it.each([
    ['an unknown column', { nmae: 'x' }, '0x80048d19'],
    [
      'a navigation property in the wrong case',
      { 'PrimaryContactId@odata.bind': '/contacts(1)' },
      '0x80048d19',
    ],
    ['a lookup column as it is read', { _primarycontactid_value: randomUUID() }, '0x80048d19'],
    ['a bare lookup', { primarycontactid: randomUUID() }, '0x80048d19'],
    ['a number for a text', { name: 5 }, '0x80048d19'],
    ['a text for a number', { numberofemployees: '5' }, '0x80048d19'],
    ['a fraction for a whole number', { numberofemployees: 1.5 }, '0x80048d19'],
    ['a number out of range', { numberofemployees: -1 }, '0x80040203'],
    ['a text for a boolean', { creditonhold: 'yes' }, '0x80048d19'],
    ['a date that is none', { lastonholdtime: '2024-13-01' }, '0x80048d19'],
    ['an option that is none', { industrycode: 4711 }, '0x8004431a'],
    ['a text that is too long', { name: 'x'.repeat(161) }, '0x80044331'],
    ['a status of another state', { statecode: 0, statuscode: 2 }, '0x80048408'],
    [
      'a row of the wrong table',
      { 'primarycontactid@odata.bind': `/accounts(${randomUUID()})` },
      '0x80048d19',
    ],
    ['an address that is none', { 'primarycontactid@odata.bind': 'contacts' }, '0x80060888'],
    [
      'a row that is not there',
      { 'primarycontactid@odata.bind': `/contacts(${randomUUID()})` },
      '0x80040217',
    ],
    ['an object for a collection', { Account_Tasks: {} }, '0x80048d19'],
    ['an unsupported kind of column', { entityimage: 'AAAA' }, '0x80060888'],
  ])('refuses %s', async (_what, body, code) => {
    const reply = await send('POST', 'accounts', body);
    expect(reply.code).toBe(code);
    expect(reply.status).toBe(code === '0x80040217' ? 404 : 'entityimage' in body ? 501 : 400);
  });

  it.each(['', 'not json', '[]', '"x"', 'null', '{"name":'])('refuses the body %j', async (body) => {
    const reply = await send('POST', 'accounts', body, { headers: { 'Content-Type': 'application/json' } });
    expect([reply.status, reply.code]).toEqual([400, '0x80048d19']);
  });

  it('takes binds in every form, and null', async () => {
    const contact = await create('contacts', { lastname: 'Bound' });
    for (const address of [
      `/contacts(${contact})`,
      `contacts(${contact})`,
      `${server.url}contacts(${contact})`,
    ]) {
      const id = await create('accounts', { name: 'x', 'primarycontactid@odata.bind': address });
      const row = await send('GET', `accounts(${id})?$select=_primarycontactid_value`);
      expect(row.json._primarycontactid_value).toBe(contact);
      await send('PATCH', `accounts(${id})`, { 'primarycontactid@odata.bind': null });
      expect((await send('GET', `accounts(${id})`)).json._primarycontactid_value).toBeNull();
    }
  });

  it('keeps dates to the second and in UTC', async () => {
    const id = await create('accounts', {
      name: 'x',
      lastonholdtime: '2024-03-01T10:00:00.987+02:00',
      lastusedincampaign: '2024-03-01',
    });
    const reply = await send('GET', `accounts(${id})?$select=lastonholdtime,lastusedincampaign`);
    expect(reply.json).toMatchObject({
      lastonholdtime: '2024-03-01T08:00:00Z',
      lastusedincampaign: '2024-03-01',
    });
  });
});

describe('changing', () => {
  it('updates what was sent and raises the version', async () => {
    const id = await create('accounts', { name: 'Before', telephone1: '1' });
    const before = await send('GET', `accounts(${id})`);
    const reply = await send('PATCH', `accounts(${id})`, { name: 'After' });
    expect([reply.status, reply.id]).toEqual([204, id]);
    const after = await send('GET', `accounts(${id})`);
    expect(after.json).toMatchObject({ name: 'After', telephone1: '1' });
    expect(Number(after.json.versionnumber)).toBeGreaterThan(Number(before.json.versionnumber));
  });

  it('answers 200 with the row when a representation is preferred', async () => {
    const id = await create('accounts', { name: 'Before' });
    const reply = await send('PATCH', `accounts(${id})?$select=name`, { name: 'After' }, representation);
    expect([reply.status, reply.json.name]).toEqual([200, 'After']);
  });

  it('creates the row when it is not there, unless If-Match forbids it', async () => {
    const id = randomUUID();
    const refused = await send('PATCH', `accounts(${id})`, { name: 'x' }, { headers: { 'If-Match': '*' } });
    expect([refused.status, refused.code]).toEqual([404, '0x80040217']);
    expect((await send('PATCH', `accounts(${id})`, { name: 'Upserted' })).status).toBe(204);
    expect((await send('GET', `accounts(${id})`)).json.name).toBe('Upserted');
    const again = await send(
      'PATCH',
      `accounts(${id})`,
      { name: 'x' },
      { headers: { 'If-None-Match': '*' } },
    );
    expect(again.status).toBe(412);
  });

  it('refuses a stale version with 412, for updates and deletes', async () => {
    const id = await create('accounts', { name: 'Versioned' });
    const etag = (await send('GET', `accounts(${id})`)).headers.get('etag') ?? '';
    const headers = { 'If-Match': etag };
    expect((await send('PATCH', `accounts(${id})`, { name: 'Mine' }, { headers })).status).toBe(204);
    const stale = await send('PATCH', `accounts(${id})`, { name: 'Theirs' }, { headers });
    expect([stale.status, stale.code]).toEqual([412, '0x80060882']);
    const staleDelete = await send('DELETE', `accounts(${id})`, undefined, { headers });
    expect([staleDelete.status, staleDelete.code]).toEqual([412, '0x80060882']);
    const wrong = await send('PATCH', `accounts(${id})`, {}, { headers: { 'If-Match': 'nonsense' } });
    expect(wrong.status).toBe(400);
  });

  it('answers 304 to a GET for the version that is known', async () => {
    const id = await create('accounts', { name: 'Known' });
    const etag = (await send('GET', `accounts(${id})`)).headers.get('etag') ?? '';
    expect(
      (await send('GET', `accounts(${id})`, undefined, { headers: { 'If-None-Match': etag } })).status,
    ).toBe(304);
    const other = await send('GET', `accounts(${id})`, undefined, { headers: { 'If-None-Match': 'null' } });
    expect(other.status).toBe(200);
  });

  it('settles the status of a state', async () => {
    const id = await create('tasks', { subject: 'x' });
    await send('PATCH', `tasks(${id})`, { statecode: 1 });
    expect((await send('GET', `tasks(${id})`)).json).toMatchObject({ statecode: 1, statuscode: 5 });
    const wrong = await send('PATCH', `tasks(${id})`, { statuscode: 2 });
    expect([wrong.status, wrong.code]).toEqual([400, '0x80048408']);
  });

  it('sets, reads and clears a single property', async () => {
    const id = await create('accounts', { name: 'x' });
    expect((await send('PUT', `accounts(${id})/telephone1`, { value: '12' })).status).toBe(204);
    expect((await send('GET', `accounts(${id})/telephone1`)).json).toEqual({
      '@odata.context': `${server.url}$metadata#accounts(${id})/telephone1`,
      value: '12',
    });
    expect((await send('GET', `accounts(${id})/telephone1/$value`)).text).toBe('12');
    expect((await send('DELETE', `accounts(${id})/telephone1`)).status).toBe(204);
    expect((await send('GET', `accounts(${id})/telephone1`)).status).toBe(204);
    expect((await send('PUT', `accounts(${id})/telephone1`, {})).status).toBe(400);
    expect((await send('PUT', `accounts(${id})/nonsense`, { value: 1 })).status).toBe(404);
  });

  it('refuses to change what is fixed after create', async () => {
    const id = await create('quotes', {
      name: 'q',
      quotenumber: 'Q-1',
      'customerid_account@odata.bind': `/accounts(${await create('accounts', { name: 'c' })})`,
    });
    const reply = await send('PATCH', `quotes(${id})`, { quotenumber: 'Q-2' });
    expect([reply.status, reply.code]).toEqual([400, '0x80040203']);
    expect((await send('PATCH', `quotes(${id})`, { quotenumber: 'Q-1' })).status).toBe(204);
  });
});

describe('links', () => {
  it('sets and removes a single-valued one', async () => {
    const id = await create('accounts', { name: 'x' });
    const contact = await create('contacts', { lastname: 'y' });
    const path = `accounts(${id})/primarycontactid`;
    expect((await send('GET', path)).status).toBe(204);
    const put = await send('PUT', `${path}/$ref`, { '@odata.id': `${server.url}contacts(${contact})` });
    expect(put.status).toBe(204);
    expect((await send('GET', `${path}?$select=lastname`)).json.lastname).toBe('y');
    expect((await send('GET', `${path}/$ref`)).json['@odata.id']).toBe(`${server.url}contacts(${contact})`);
    expect((await send('DELETE', `${path}/$ref`)).status).toBe(204);
    expect((await send('GET', path)).status).toBe(204);
  });

  it('adds to, lists, counts and removes from a collection', async () => {
    const id = await create('accounts', { name: 'x' });
    const child = await create('accounts', { name: 'child' });
    const path = `accounts(${id})/account_parent_account`;
    await send('POST', `${path}/$ref`, { '@odata.id': `${server.url}accounts(${child})` });
    const posted = await send('POST', path, { name: 'posted through' });
    expect(posted.status).toBe(204);
    expect((await send('GET', `${path}?$select=name&$orderby=name`)).rows.map((row) => row.name)).toEqual([
      'child',
      'posted through',
    ]);
    expect((await send('GET', `${path}/$count`)).text).toBe('2');
    expect((await send('GET', `${path}/$ref`)).rows).toHaveLength(2);
    expect((await send('DELETE', `${path}(${child})/$ref`)).status).toBe(204);
    expect((await send('DELETE', `${path}/$ref?$id=${server.url}accounts(${posted.id})`)).status).toBe(204);
    expect((await send('GET', `${path}/$count`)).text).toBe('0');
  });
});

describe('deleting', () => {
  it('removes the row, what belongs to it, and the links to it', async () => {
    const contact = await create('contacts', { lastname: 'gone' });
    const id = await create('accounts', {
      name: 'x',
      'primarycontactid@odata.bind': `/contacts(${contact})`,
    });
    const note = await create('annotations', {
      subject: 'n',
      'objectid_contact@odata.bind': `/contacts(${contact})`,
    });
    expect((await send('DELETE', `contacts(${contact})`)).status).toBe(204);
    expect((await send('GET', `accounts(${id})`)).json._primarycontactid_value).toBeNull();
    expect((await send('GET', `annotations(${note})`)).status).toBe(404);
    const again = await send('DELETE', `contacts(${contact})`);
    expect([again.status, again.code]).toEqual([404, '0x80040217']);
    expect(again.text).toContain(`With Id = ${contact} Does Not Exist`);
  });
});

describe('secrets', () => {
  it('are told only as set or not set, and stay when they are not sent', async () => {
    const id = await create('serviceendpoints', endpointBody());
    const all = await send('GET', `serviceendpoints(${id})`);
    expect(all.json).toMatchObject({ issaskeyset: true, issastokenset: false, isauthvalueset: false });
    expect(Object.keys(all.json)).not.toContain('saskey');
    const selected = await send('GET', `serviceendpoints(${id})?$select=name,saskey`);
    expect(selected.status).toBe(200);
    expect(Object.keys(selected.json)).not.toContain('saskey');
    await send('PATCH', `serviceendpoints(${id})`, { description: 'changed', issaskeyset: false });
    expect((await send('GET', `serviceendpoints(${id})`)).json.issaskeyset).toBe(true);
    expect(organisation.store.get('serviceendpoint', id)?.saskey).toBe(endpointBody().saskey);
    await send('PATCH', `serviceendpoints(${id})`, { saskey: null });
    expect((await send('GET', `serviceendpoints(${id})`)).json.issaskeyset).toBe(false);
    expect((await send('GET', `serviceendpoints(${id})/saskey`)).status).toBe(404);
    expect((await send('GET', "serviceendpoints?$filter=saskey eq 'x'")).status).toBe(400);
    expect((await send('GET', 'serviceendpoints?$orderby=saskey')).status).toBe(400);
  });
});

describe('messages that are not there', () => {
  it.each([
    ['POST', 'sdkmessages', 405],
    ['PATCH', 'sdkmessagefilters(30000000-0000-4000-8000-000000000001)', 405],
    ['POST', 'plugintracelogs', 405],
    ['PUT', 'accounts', 405],
    ['PATCH', 'accounts', 405],
    ['PUT', 'accounts(40000000-0000-4000-8000-000000000002)', 405],
  ])('%s %s is answered %i', async (method, path, status) => {
    const reply = await send(method, path, {});
    expect(reply.status).toBe(status);
    expect(reply.code).toMatch(/^0x8/);
  });

  it('lets the trace setting of the organisation be changed', async () => {
    const [row] = (await send('GET', 'organizations?$select=organizationid,name,plugintracelogsetting')).rows;
    expect(row).toMatchObject({ plugintracelogsetting: 0 });
    const path = `organizations(${organisation.details.organizationId})`;
    expect((await send('PATCH', path, { plugintracelogsetting: 2 })).status).toBe(204);
    expect((await send('GET', path)).json.plugintracelogsetting).toBe(2);
  });
});
