import { describe, expect, it } from 'vitest';
import { ids, startApiUnderTest } from '../apiUnderTest.ts';

const { send, create, server, organisation } = await startApiUnderTest();

const ann = await create('contacts', { firstname: 'Ann', lastname: 'Lee', birthdate: '1980-05-06' });
const bob = await create('contacts', { firstname: 'Bob', lastname: 'Öz' });
const alpha = await create('accounts', {
  name: 'Alpha & Söhne',
  numberofemployees: 10,
  revenue: 1234.5,
  creditonhold: true,
  lastonholdtime: '2024-01-01T00:00:00Z',
  'primarycontactid@odata.bind': `/contacts(${ann})`,
  Account_Tasks: [{ subject: 'call' }, { subject: 'visit', statecode: 1, statuscode: 5 }],
});
await create('accounts', {
  name: "beta 'quoted'",
  numberofemployees: 20,
  lastonholdtime: '2024-06-01T00:00:00Z',
  'primarycontactid@odata.bind': `/contacts(${bob})`,
  Account_Tasks: [{ subject: 'visit' }],
});
await create('accounts', {
  name: 'Gamma',
  description: 'third',
  'parentaccountid@odata.bind': `/accounts(${alpha})`,
});

function query(path: string, options: Readonly<Record<string, string>>): string {
  return `${path}?${Object.entries(options)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`;
}

async function namesWhere(filter: string): Promise<unknown[]> {
  const reply = await send('GET', query('accounts', { $select: 'name', $filter: filter, $orderby: 'name' }));
  if (reply.status !== 200) throw new Error(`${reply.status} ${reply.text}`);
  return reply.rows.map((row) => String(row.name).charAt(0).toUpperCase());
}

describe('$filter', () => {
  it.each([
    ["name eq 'GAMMA'", 'G'],
    ["name ne 'gamma'", 'AB'],
    ["name eq 'beta ''quoted'''", 'B'],
    ["contains(name,'SÖHNE')", 'A'],
    ["startswith(name,'b')", 'B'],
    ["endswith(name,'ma')", 'G'],
    ["not contains(name,'a')", ''],
    ["contains(name,'q') eq false", 'AG'],
    ['numberofemployees gt 10', 'B'],
    ['numberofemployees ge 10 and numberofemployees le 20', 'AB'],
    ['numberofemployees lt 20', 'A'],
    ['20 gt numberofemployees', 'A'],
    ['numberofemployees eq null', 'G'],
    ['numberofemployees ne null', 'AB'],
    ['numberofemployees ne 10', 'BG'],
    ['creditonhold eq true', 'A'],
    ['creditonhold', 'A'],
    ['not creditonhold and not (numberofemployees eq 20)', 'G'],
    ['lastonholdtime gt 2024-03-01', 'B'],
    ['lastonholdtime eq 2024-01-01T01:00:00+01:00', 'A'],
    [`_primarycontactid_value eq ${ann}`, 'A'],
    [`primarycontactid/contactid eq ${ann.toUpperCase()}`, 'A'],
    ["primarycontactid/lastname eq 'öz'", 'B'],
    ["parentaccountid/primarycontactid/firstname eq 'Ann'", 'G'],
    ['_parentaccountid_value ne null', 'G'],
    [`accountid eq ${alpha}`, 'A'],
    [`_ownerid_value eq ${organisation.details.administratorId}`, 'ABG'],
    ["Account_Tasks/any(t:t/subject eq 'call')", 'A'],
    ['Account_Tasks/any()', 'AB'],
    ['Account_Tasks/all(t:t/statecode eq 0)', 'BG'],
    ["Account_Tasks/any(t:t/regardingobjectid_account_task/name eq 'gamma' or t/subject eq 'visit')", 'AB'],
    ["Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=['gamma','x'])", 'G'],
    ['Microsoft.Dynamics.CRM.In(PropertyName="numberofemployees",PropertyValues=["10","20"])', 'AB'],
    ["Microsoft.Dynamics.CRM.NotIn(PropertyName='numberofemployees',PropertyValues=[10])", 'BG'],
    ["Microsoft.Dynamics.CRM.Between(PropertyName='numberofemployees',PropertyValues=['5','15'])", 'A'],
    ["Microsoft.Dynamics.CRM.OnOrAfter(PropertyName='lastonholdtime',PropertyValue='2024-02-01')", 'B'],
    ["Microsoft.Dynamics.CRM.Today(PropertyName='createdon')", 'ABG'],
    ["Microsoft.Dynamics.CRM.LastXHours(PropertyName='createdon',PropertyValue=1)", 'ABG'],
    ["Microsoft.Dynamics.CRM.EqualUserId(PropertyName='ownerid')", 'ABG'],
    ["name eq 'x' or name eq 'gamma' and numberofemployees eq null", 'G'],
  ])('%s finds %s', async (filter, expected) => {
    expect((await namesWhere(filter)).join('')).toBe(expected);
  });

  it('takes parameter aliases', async () => {
    const reply = await send(
      'GET',
      query('accounts', { $filter: 'name eq @n', '@n': "'gamma'", $select: 'name' }),
    );
    expect(reply.rows).toHaveLength(1);
    const listed = query('accounts', {
      $filter: 'Microsoft.Dynamics.CRM.In(PropertyName=@p,PropertyValues=@v)',
      '@p': "'name'",
      '@v': "['gamma']",
    });
    expect((await send('GET', listed)).rows).toHaveLength(1);
  });

  it('looks into managed properties', async () => {
    const steps = 'sdkmessageprocessingsteps';
    expect((await send('GET', query(steps, { $filter: 'iscustomizable/Value eq true' }))).rows).toHaveLength(
      1,
    );
    expect((await send('GET', query(steps, { $filter: 'ishidden/Value eq false' }))).rows).toHaveLength(2);
    const bare = await send('GET', query(steps, { $filter: 'ishidden eq false' }));
    expect(bare.status).toBe(400);
    expect(bare.text).toContain('PrimitiveValue');
  });

  it.each([
    ["nmae eq 'x'", 400, "Could not find a property named 'nmae' on type 'Microsoft.Dynamics.CRM.account'."],
    ["Name eq 'x'", 400, "'Name'"],
    ["primarycontactid/nmae eq 'x'", 400, "'nmae' on type 'Microsoft.Dynamics.CRM.contact'"],
    ['primarycontactid eq null', 400, '_primarycontactid_value'],
    ['name eq 5', 400, 'incompatible types'],
    ["numberofemployees eq '5'", 400, 'incompatible types'],
    [`_primarycontactid_value eq '${ann}'`, 400, 'incompatible types'],
    ["contains(numberofemployees,'1')", 400, 'No function signature'],
    ["Account_Tasks eq 'x'", 400, 'any and all'],
    ["primarycontactid/any(c:c/lastname eq 'x')", 400, 'not a collection'],
    ["Account_Tasks/any(t:subject eq 'x')", 400, "'t/'"],
    ["nonsense(name,'x')", 400, 'unknown function'],
    ['name eq', 400, 'Expression expected'],
    ["name eq 'x", 400, 'unterminated'],
    ['name eq "x"', 400, 'Syntax error'],
    ["(name eq 'x'", 400, 'Syntax error|Expression expected'],
    ['', 400, 'Expression expected'],
    ['name', 400, 'boolean'],
    [`${'('.repeat(500)}name eq null${')'.repeat(500)}`, 400, 'nested too deeply'],
    ['length(name) gt 3', 501, "'length'"],
    ["tolower(name) eq 'x'", 501, "'tolower'"],
    ["name in ('a','b')", 501, "'in'"],
    ['numberofemployees add 1 eq 2', 501, "'add'"],
    ['Account_Tasks/$count gt 1', 501, '/\\$count'],
    ["Microsoft.Dynamics.CRM.Under(PropertyName='name',PropertyValue='x')", 501, "'Under'"],
    ["Microsoft.Dynamics.CRM.Nonsense(PropertyName='name')", 400, 'unknown function'],
    ["Microsoft.Dynamics.CRM.In(PropertyName='nmae',PropertyValues=['x'])", 400, "'nmae'"],
    ["Microsoft.Dynamics.CRM.In(PropertyName='name')", 400, 'PropertyValues'],
    ['name eq @missing', 400, "'@missing' has no value"],
  ])('%s is refused', async (filter, status, words) => {
    const reply = await send('GET', query('accounts', { $filter: filter }));
    expect(reply.status).toBe(status);
    expect(reply.code).toBe('0x80060888');
    expect(reply.text).toMatch(new RegExp(words.replace(/[.()]/g, '\\$&')));
  });
});

describe('$select', () => {
  it('shows what was asked for and the key, in the order asked for', async () => {
    const reply = await send(
      'GET',
      `accounts(${alpha})?$select=revenue,_primarycontactid_value,parentaccountid,name`,
    );
    expect(Object.keys(reply.json)).toEqual([
      '@odata.context',
      '@odata.etag',
      'revenue',
      '_primarycontactid_value',
      '_parentaccountid_value',
      'name',
      'accountid',
    ]);
    expect(reply.json['@odata.context']).toContain(
      '#accounts(revenue,_primarycontactid_value,_parentaccountid_value,name)/$entity',
    );
  });

  it.each([
    ['nmae', 400],
    ['Name', 400],
    ['', 400],
    ['primarycontactid/fullname', 501],
    ['Account_Tasks', 400],
  ])('refuses %j', async (select, status) => {
    expect((await send('GET', `accounts?$select=${select}`)).status).toBe(status);
  });

  it('refuses a lookup that has no navigation property of its name', async () => {
    const reply = await send('GET', 'sdkmessageprocessingsteps?$select=eventhandler');
    expect(reply.status).toBe(400);
  });
});

describe('$orderby, $top, $count and pages', () => {
  it('sorts, with null first', async () => {
    const names = async (orderBy: string): Promise<string> =>
      (await send('GET', query('accounts', { $select: 'name', $orderby: orderBy }))).rows
        .map((row) => String(row.name).charAt(0).toUpperCase())
        .join('');
    expect(await names('numberofemployees')).toBe('GAB');
    expect(await names('numberofemployees desc')).toBe('BAG');
    expect(await names('_primarycontactid_value desc,name asc')).toBe('BAG');
    // All of them are active: the second column decides.
    expect(await names('statecode,name desc')).toBe('GBA');
  });

  it.each([
    ['$orderby=nmae', 400],
    ['$orderby=name up', 400],
    ['$orderby=primarycontactid/fullname', 501],
    ['$top=x', 400],
    ['$top=0', 400],
    ['$top=-1', 400],
    ['$count=maybe', 400],
    ['$skip=1', 501],
    ['$search=x', 501],
    ['$apply=aggregate($count as n)', 501],
    ['$compute=a', 501],
    ['$levels=2', 501],
    ['$format=json', 501],
    ['fetchXml=<fetch/>', 501],
    ['savedQuery=1', 501],
    ['select=name', 501],
    ['$Select=name', 501],
    ['$select=name&$select=name', 400],
    ['$filter=%E0%A4%A', 400],
    ['$skiptoken=nonsense', 400],
  ])('refuses %s and names it', async (option, status) => {
    const reply = await send('GET', `accounts?${option}`);
    expect(reply.status).toBe(status);
    if (status === 501) expect(reply.text).toContain(option.split('=')[0]);
  });

  it('counts', async () => {
    const reply = await send(
      'GET',
      query('accounts', { $count: 'true', $top: '1', $filter: 'creditonhold eq false' }),
    );
    expect(reply.json['@odata.count']).toBe(2);
    expect(reply.rows).toHaveLength(1);
    expect(Object.keys(reply.json)).not.toContain('@odata.nextLink');
    expect((await send('GET', 'accounts/$count')).text).toBe('3');
    expect((await send('GET', query('accounts/$count', { $filter: "name eq 'gamma'" }))).text).toBe('1');
  });

  it.each(['', '&$orderby=statecode,subject desc', '&$filter=subject ne null&$orderby=subject'])(
    'pages through everything, once%s',
    async (options) => {
      for (let number = 0; number < 23; number += 1)
        organisation.seed('task', { subject: `page ${options.length} ${number % 7}` });
      const all = (await send('GET', `tasks?$select=subject${options}`)).rows.map((row) => row.activityid);
      const seen: unknown[] = [];
      let link: string | undefined = `tasks?$select=subject${options}`;
      let pages = 0;
      while (link !== undefined) {
        const reply = await send('GET', link, undefined, { headers: { Prefer: 'odata.maxpagesize=5' } });
        expect(reply.status).toBe(200);
        expect(reply.rows.length).toBeLessThanOrEqual(5);
        seen.push(...reply.rows.map((row) => row.activityid));
        link = reply.json['@odata.nextLink'] as string | undefined;
        if (link !== undefined) expect(link).toContain(`${server.url}tasks?`);
        pages += 1;
      }
      expect(seen).toEqual(all);
      expect(pages).toBe(Math.ceil(all.length / 5));
    },
  );

  it('goes on behind the last row even when that was deleted in between', async () => {
    const first = await send('GET', 'tasks?$select=subject', undefined, {
      headers: { Prefer: 'odata.maxpagesize=2' },
    });
    const last = String(first.rows.at(-1)?.activityid);
    await send('DELETE', `tasks(${last})`);
    const second = await send('GET', String(first.json['@odata.nextLink']));
    const nextIds = second.rows.map((row) => String(row.activityid));
    expect(nextIds.every((id) => id > last)).toBe(true);
    expect(nextIds).toHaveLength(organisation.store.count('task') - 1);
  });
});

describe('$expand', () => {
  it('shows single rows and collections, with options', async () => {
    const reply = await send(
      'GET',
      query(`accounts(${alpha})`, {
        $select: 'name',
        $expand:
          "primarycontactid($select=fullname),parentaccountid,Account_Tasks($select=subject;$filter=contains(subject,'i(') or subject eq 'visit';$top=5)",
      }),
    );
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({
      primarycontactid: { fullname: 'Ann Lee', contactid: ann },
      parentaccountid: null,
      Account_Tasks: [{ subject: 'visit' }],
    });
    expect(reply.json['Account_Tasks@odata.nextLink']).toContain(`accounts(${alpha})/Account_Tasks?`);
    const followed = await send('GET', String(reply.json['Account_Tasks@odata.nextLink']));
    expect(followed.rows).toMatchObject([{ subject: 'visit' }]);
  });

  it('expands what was expanded', async () => {
    const reply = await send(
      'GET',
      query('accounts', {
        $filter: "name eq 'gamma'",
        $select: 'name',
        $expand: 'parentaccountid($select=name;$expand=primarycontactid($select=lastname))',
      }),
    );
    expect(reply.rows).toMatchObject([{ parentaccountid: { primarycontactid: { lastname: 'Lee' } } }]);
  });

  it('of an owner shows the users and teams that it can be', async () => {
    const reply = await send('GET', `accounts(${alpha})?$select=name&$expand=ownerid($select=fullname)`);
    const id = organisation.details.administratorId;
    expect(reply.json.ownerid).toMatchObject({ fullname: 'Nancy Davolio', systemuserid: id, ownerid: id });
  });

  it.each([
    ['nonsense', 400],
    ['PrimaryContactId', 400],
    ['primarycontactid($select=nmae)', 400],
    ['primarycontactid($filter=lastname eq null)', 400],
    ['primarycontactid($levels=2)', 501],
    ['primarycontactid/$ref', 501],
    ['*', 501],
    ['parentaccountid($expand=Account_Tasks($orderby=subject))', 400],
    ['primarycontactid(', 400],
    [Array.from({ length: 16 }, () => 'primarycontactid').join(','), 400],
  ])('refuses %s', async (expand, status) => {
    expect((await send('GET', query('accounts', { $expand: expand }))).status).toBe(status);
  });
});

describe('annotations', () => {
  it('come only when asked for', async () => {
    const plain = await send('GET', `accounts(${alpha})?$select=name,revenue`);
    expect(Object.keys(plain.json).filter((name) => name.includes('@OData'))).toEqual([]);
  });

  it('tell formatted values, tables and navigation properties', async () => {
    const reply = await send(
      'GET',
      `accounts(${alpha})?$select=revenue,numberofemployees,creditonhold,statecode,lastonholdtime,_primarycontactid_value`,
      undefined,
      { headers: { Prefer: 'odata.include-annotations="*"' } },
    );
    const formatted = (name: string): unknown =>
      reply.json[`${name}@OData.Community.Display.V1.FormattedValue`];
    expect(formatted('revenue')).toBe('€1,234.50');
    expect(formatted('numberofemployees')).toBe('10');
    expect(formatted('creditonhold')).toBe('Yes');
    expect(formatted('statecode')).toBe('Active');
    expect(formatted('lastonholdtime')).toBe('1/1/2024 12:00 AM');
    expect(formatted('_primarycontactid_value')).toBe('Ann Lee');
    const lookup = '_primarycontactid_value@Microsoft.Dynamics.CRM';
    expect(reply.json[`${lookup}.lookuplogicalname`]).toBe('contact');
    expect(reply.json[`${lookup}.associatednavigationproperty`]).toBe('primarycontactid');
    expect(reply.headers.get('preference-applied')).toBe('odata.include-annotations="*"');
  });

  it('tell the kind of handler of a step', async () => {
    const reply = await send(
      'GET',
      `sdkmessageprocessingsteps(${ids.managedStep})?$select=_eventhandler_value,stage`,
      undefined,
      {
        headers: {
          Prefer:
            'odata.maxpagesize=10,odata.include-annotations="Microsoft.Dynamics.CRM.lookuplogicalname,OData.Community.Display.V1.*"',
        },
      },
    );
    expect(reply.json).toMatchObject({
      '_eventhandler_value@Microsoft.Dynamics.CRM.lookuplogicalname': 'plugintype',
      '_eventhandler_value@OData.Community.Display.V1.FormattedValue': 'Contoso.Plugins.Audit',
      'stage@OData.Community.Display.V1.FormattedValue': 'Post-operation',
    });
    expect(Object.keys(reply.json).join()).not.toContain('associatednavigationproperty');
  });
});

describe('the loading queries of a registration tool', () => {
  it.each([
    "pluginassemblies?$select=pluginassemblyid,name,version,culture,publickeytoken,sourcetype,isolationmode,description,customizationlevel,ismanaged,_packageid_value,_managedidentityid_value,ishidden,createdon,modifiedon&$filter=not startswith(name,'CompiledWorkflow') and (customizationlevel eq null or customizationlevel ne 0 or name eq 'Microsoft.Crm.ObjectModel' or name eq 'Microsoft.Crm.ServiceBus')",
    "plugintypes?$select=plugintypeid,name,typename,friendlyname,description,isworkflowactivity,workflowactivitygroupname,_pluginassemblyid_value,customizationlevel,ismanaged,createdon,modifiedon&$filter=not startswith(typename,'Compiled.Workflow')",
    'serviceendpoints?$select=serviceendpointid,name,description,contract,authtype,connectionmode,messageformat,messagecharset,userclaim,namespaceformat,namespaceaddress,solutionnamespace,path,url,saskeyname,issaskeyset,issastokenset,isauthvalueset,ismanaged,createdon,modifiedon',
    'sdkmessageprocessingsteps?$select=sdkmessageprocessingstepid,name,description,stage,mode,rank,supporteddeployment,invocationsource,asyncautodelete,filteringattributes,configuration,canusereadonlyconnection,statecode,statuscode,_eventhandler_value,_plugintypeid_value,_sdkmessageid_value,_sdkmessagefilterid_value,_impersonatinguserid_value,_sdkmessageprocessingstepsecureconfigid_value,ismanaged,iscustomizable,ishidden,customizationlevel,category,enablepluginprofiler,createdon,modifiedon&$expand=sdkmessageid($select=name),sdkmessagefilterid($select=primaryobjecttypecode,secondaryobjecttypecode)&$filter=(stage eq 10 or stage eq 20 or stage eq 40 or stage eq 50) and ishidden/Value eq false',
    'sdkmessageprocessingstepimages?$select=sdkmessageprocessingstepimageid,name,entityalias,imagetype,messagepropertyname,attributes,description,_sdkmessageprocessingstepid_value,ismanaged',
    'pluginpackages?$select=pluginpackageid,name,uniquename,version,ismanaged,createdon,modifiedon,_managedidentityid_value',
    'sdkmessages?$select=sdkmessageid,name,isprivate,availability,isactive,customizationlevel&$filter=isprivate eq false',
    `sdkmessagefilters?$select=sdkmessagefilterid,primaryobjecttypecode,secondaryobjecttypecode,availability,_sdkmessageid_value&$filter=iscustomprocessingstepallowed eq true and isvisible eq true and _sdkmessageid_value eq ${ids.create}`,
    'customapis?$select=customapiid,uniquename,name,displayname,description,bindingtype,boundentitylogicalname,allowedcustomprocessingsteptype,isfunction,isprivate,executeprivilegename,workflowsdkstepenabled,ismanaged,statecode,_plugintypeid_value,_sdkmessageid_value&$expand=CustomAPIRequestParameters($select=uniquename,name,displayname,type,isoptional,logicalentityname),CustomAPIResponseProperties($select=uniquename,name,displayname,type,logicalentityname)',
    "solutions?$select=solutionid,uniquename,friendlyname,version&$filter=ismanaged eq false and isvisible eq true and uniquename ne 'Default'&$expand=publisherid($select=customizationprefix)&$orderby=friendlyname",
    "systemusers?$select=systemuserid,fullname,domainname,internalemailaddress,isdisabled&$filter=isdisabled eq false and contains(fullname,'Davo')&$orderby=fullname",
    `asyncoperations?$filter=operationtype eq 1 and statuscode eq 31 and _owningextensionid_value eq ${ids.managedStep}&$orderby=completedon desc&$select=name,friendlymessage,errorcode,message,completedon`,
    "plugintracelogs?$filter=startswith(typename,'Ns.Class, ')&$orderby=createdon desc&$top=5",
  ])('%s', async (path) => {
    const reply = await send('GET', path);
    expect(reply.text).toContain('"value":[');
    expect(reply.status).toBe(200);
  });

  it('finds the filters of a message', async () => {
    const reply = await send(
      'GET',
      `sdkmessagefilters?$filter=_sdkmessageid_value eq ${ids.create} and iscustomprocessingstepallowed eq true`,
    );
    expect(reply.rows.map((row) => row.sdkmessagefilterid)).toEqual([ids.createAccount]);
  });
});
