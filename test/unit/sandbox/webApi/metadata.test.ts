import { describe, expect, it } from 'vitest';
import { startApiUnderTest } from '../apiUnderTest.ts';

const { send, server } = await startApiUnderTest();

describe('EntityDefinitions', () => {
  it('lists tables with what was asked for', async () => {
    const reply = await send(
      'GET',
      'EntityDefinitions?$select=LogicalName,DisplayName,ObjectTypeCode,EntitySetName,IsIntersect,PrimaryIdAttribute',
    );
    expect(reply.json['@odata.context']).toBe(`${server.url}$metadata#EntityDefinitions`);
    const account = reply.rows.find((row) => row.LogicalName === 'account');
    expect(account).toMatchObject({
      ObjectTypeCode: 1,
      EntitySetName: 'accounts',
      IsIntersect: false,
      PrimaryIdAttribute: 'accountid',
      DisplayName: { UserLocalizedLabel: { Label: 'Account' } },
    });
    expect(Object.keys(account ?? {})).toEqual([
      'LogicalName',
      'DisplayName',
      'ObjectTypeCode',
      'EntitySetName',
      'IsIntersect',
      'PrimaryIdAttribute',
      'MetadataId',
    ]);
    expect(reply.rows.length).toBeGreaterThan(30);
  });

  it('filters', async () => {
    const activities = await send('GET', 'EntityDefinitions?$select=LogicalName&$filter=IsActivity eq true');
    expect(activities.rows.map((row) => row.LogicalName).sort()).toEqual([
      'appointment',
      'email',
      'fax',
      'letter',
      'phonecall',
      'task',
    ]);
    const two = await send(
      'GET',
      "EntityDefinitions?$select=LogicalName&$filter=LogicalName eq 'account' or (ObjectTypeCode eq 2 and IsCustomizable/Value eq true)",
    );
    expect(two.rows).toHaveLength(2);
  });

  it('gives one table by name or id', async () => {
    const byName = await send(
      'GET',
      "EntityDefinitions(LogicalName='serviceendpoint')?$select=EntitySetName",
    );
    expect(byName.json.EntitySetName).toBe('serviceendpoints');
    const byId = await send(
      'GET',
      `EntityDefinitions(${String(byName.json.MetadataId)})?$select=LogicalName`,
    );
    expect(byId.json.LogicalName).toBe('serviceendpoint');
    expect((await send('GET', "EntityDefinitions(LogicalName='nothing')")).status).toBe(404);
  });

  it('expands attributes and relationships', async () => {
    const reply = await send(
      'GET',
      "EntityDefinitions(LogicalName='account')?$select=LogicalName&$expand=Attributes($select=LogicalName;$filter=LogicalName eq 'name'),ManyToOneRelationships($select=ReferencingAttribute,ReferencedEntity;$filter=ReferencingAttribute eq 'primarycontactid')",
    );
    expect(reply.json.Attributes).toMatchObject([{ LogicalName: 'name' }]);
    expect(reply.json.ManyToOneRelationships).toMatchObject([
      { ReferencingAttribute: 'primarycontactid', ReferencedEntity: 'contact' },
    ]);
    const collection = await send(
      'GET',
      "EntityDefinitions(LogicalName='account')/OneToManyRelationships?$select=ReferencedEntityNavigationPropertyName&$filter=ReferencingEntity eq 'task'",
    );
    expect(collection.rows).toMatchObject([{ ReferencedEntityNavigationPropertyName: 'Account_Tasks' }]);
  });

  it.each([
    ['EntityDefinitions?$top=1', 501],
    ['EntityDefinitions?$orderby=LogicalName', 501],
    ['EntityDefinitions?$count=true', 501],
    ["EntityDefinitions?$filter=contains(LogicalName,'a')", 501],
    ['EntityDefinitions?$filter=ObjectTypeCode gt 5', 501],
    ['EntityDefinitions?$select=Nonsense', 400],
    ['EntityDefinitions?$filter=Nonsense eq 1', 400],
    ["EntityDefinitions?$filter=OwnershipType eq 'UserOwned'", 400],
    ["EntityDefinitions(LogicalName='account')/Attributes?$select=MaxLength", 400],
    ["EntityDefinitions(LogicalName='account')/Attributes/Microsoft.Dynamics.CRM.NoSuchMetadata", 404],
    ["EntityDefinitions(LogicalName='account')/Nonsense", 404],
    ["EntityDefinitions(LogicalName='account')/Attributes(LogicalName='nonsense')", 404],
    ['GlobalOptionSetDefinitions', 501],
    ['RelationshipDefinitions', 501],
  ])('refuses %s with %i', async (path, status) => {
    const reply = await send('GET', path);
    expect(reply.status).toBe(status);
    expect(reply.code).toMatch(/^0x8/);
  });

  it('cannot be changed here, and says so', async () => {
    expect((await send('POST', 'EntityDefinitions', {})).status).toBe(501);
  });
});

describe('Attributes', () => {
  const columnsOf = async (table: string) =>
    (
      await send(
        'GET',
        `EntityDefinitions(LogicalName='${table}')/Attributes?$select=LogicalName,DisplayName,AttributeType,IsValidForRead,IsValidForUpdate,IsValidForCreate,AttributeOf`,
      )
    ).rows;

  it.each([
    [
      'account',
      ['name', 'accountnumber', 'telephone1', 'revenue', 'primarycontactid', 'industrycode', 'ownerid'],
    ],
    ['contact', ['fullname', 'parentcustomerid', 'birthdate', 'emailaddress1', 'gendercode']],
    ['task', ['subject', 'regardingobjectid', 'scheduledend', 'percentcomplete', 'prioritycode']],
    ['lead', ['companyname', 'leadsourcecode', 'estimatedamount', 'parentaccountid']],
    ['opportunity', ['estimatedvalue', 'closeprobability', 'stepname', 'customerid']],
    ['salesorder', ['ordernumber', 'totalamount', 'submitdate', 'quoteid']],
    ['quote', ['quotenumber', 'effectivefrom', 'expireson', 'totaltax']],
    ['invoice', ['invoicenumber', 'duedate', 'salesorderid', 'shipto_city']],
    ['incident', ['title', 'ticketnumber', 'caseorigincode', 'customerid']],
    ['email', ['subject', 'directioncode', 'to', 'from', 'senton', 'trackingtoken']],
    ['phonecall', ['phonenumber', 'leftvoicemail', 'directioncode']],
    ['appointment', ['location', 'isalldayevent', 'requiredattendees']],
    ['product', ['productnumber', 'standardcost', 'defaultuomid', 'quantityonhand']],
    ['systemuser', ['fullname', 'domainname', 'isdisabled', 'azureactivedirectoryobjectid']],
    ['serviceendpoint', ['saskey', 'issaskeyset', 'contract', 'messageformat']],
    ['sdkmessageprocessingstep', ['filteringattributes', 'eventhandler', 'stage', 'rank']],
  ])('of %s have the names of Dataverse', async (table, names) => {
    const rows = await columnsOf(table);
    expect(rows.map((row) => row.LogicalName)).toEqual(expect.arrayContaining(names));
  });

  it('say their types, labels and uses', async () => {
    const rows = await columnsOf('account');
    const attribute = (name: string) => rows.find((row) => row.LogicalName === name);
    expect(attribute('name')).toMatchObject({
      '@odata.type': '#Microsoft.Dynamics.CRM.StringAttributeMetadata',
      AttributeType: 'String',
      DisplayName: { UserLocalizedLabel: { Label: 'Account Name' } },
      IsValidForCreate: true,
      AttributeOf: null,
    });
    expect(attribute('accountid')).toMatchObject({
      AttributeType: 'Uniqueidentifier',
      IsValidForUpdate: false,
    });
    expect(attribute('createdon')).toMatchObject({ AttributeType: 'DateTime', IsValidForCreate: false });
    expect(attribute('revenue')).toMatchObject({ AttributeType: 'Money' });
    expect(attribute('ownerid')).toMatchObject({ AttributeType: 'Owner' });
    expect(attribute('primarycontactidname')).toMatchObject({
      AttributeOf: 'primarycontactid',
      DisplayName: { UserLocalizedLabel: null },
    });
    const secret = (await columnsOf('serviceendpoint')).find((row) => row.LogicalName === 'saskey');
    expect(secret).toMatchObject({ IsValidForRead: false, IsValidForCreate: true });
  });

  it('are cast to their own types, with options', async () => {
    const lengths = await send(
      'GET',
      "EntityDefinitions(LogicalName='account')/Attributes/Microsoft.Dynamics.CRM.StringAttributeMetadata?$select=LogicalName,MaxLength&$filter=LogicalName eq 'name'",
    );
    expect(lengths.rows).toMatchObject([{ LogicalName: 'name', MaxLength: 160 }]);
    const options = await send(
      'GET',
      "EntityDefinitions(LogicalName='serviceendpoint')/Attributes(LogicalName='contract')/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName&$expand=OptionSet($select=Options),GlobalOptionSet($select=Name)",
    );
    expect(options.json).toMatchObject({
      LogicalName: 'contract',
      GlobalOptionSet: null,
      OptionSet: { Options: expect.arrayContaining([expect.objectContaining({ Value: 6 })]) },
    });
    const lookups = await send(
      'GET',
      "EntityDefinitions(LogicalName='contact')/Attributes/Microsoft.Dynamics.CRM.LookupAttributeMetadata?$select=LogicalName,Targets&$filter=AttributeType eq Microsoft.Dynamics.CRM.AttributeTypeCode'Customer'",
    );
    expect(lookups.rows).toMatchObject([
      { LogicalName: 'parentcustomerid', Targets: ['account', 'contact'] },
    ]);
  });
});
