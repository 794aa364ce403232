import { describe, expect, it } from 'vitest';
import { dataverseSchema } from '../../../../src/sandbox/schema/dataverseSchema.ts';

/** Tables that lookups name and this organisation does not hold. */
const absent = new Set([
  'keyvaultreference',
  'fxexpression',
  'powerfxrule',
  'pricelevel',
  'territory',
  'sla',
  'template',
  'campaign',
  'uom',
  'uomschedule',
  'subject',
]);

describe('the schema', () => {
  it.each(dataverseSchema.tables.map((table) => [table.name, table] as const))(
    'of %s holds together',
    (_name, table) => {
      expect(table.column.has(table.primaryKey)).toBe(true);
      if (table.primaryName !== undefined) expect(table.column.has(table.primaryName)).toBe(true);
      for (const column of table.columns) {
        expect(column.name).toMatch(/^[a-z][a-z0-9_]*$/);
        expect(column.label).not.toBe('');
        for (const target of column.targets ?? [])
          expect(dataverseSchema.byName(target.table) !== undefined || absent.has(target.table)).toBe(true);
        if (column.flagOf !== undefined) expect(table.column.get(column.flagOf)?.access).toBe('writeOnly');
        if (column.type === 'Picklist' && column.default !== undefined)
          expect(column.options?.map((option) => option.value)).toContain(column.default);
      }
      for (const name of table.navigation.keys())
        expect(table.column.get(name)?.targets === undefined && table.column.has(name)).toBe(false);
    },
  );

  it('has the case-sensitive navigation names of Dataverse', () => {
    const names = (table: string) => [...(dataverseSchema.byName(table)?.navigation.keys() ?? [])];
    expect(names('sdkmessageprocessingstep')).toEqual(
      expect.arrayContaining([
        'eventhandler_plugintype',
        'eventhandler_serviceendpoint',
        'plugintypeid',
        'sdkmessageid',
        'sdkmessagefilterid',
        'impersonatinguserid',
        'sdkmessageprocessingstepsecureconfigid',
        'sdkmessageprocessingstepid_sdkmessageprocessingstepimage',
        'SdkMessageProcessingStep_AsyncOperations',
      ]),
    );
    expect(names('pluginassembly')).toEqual(
      expect.arrayContaining(['PackageId', 'pluginassembly_plugintype']),
    );
    expect(names('customapi')).toEqual(
      expect.arrayContaining([
        'PluginTypeId',
        'SdkMessageId',
        'CustomAPIRequestParameters',
        'CustomAPIResponseProperties',
      ]),
    );
    expect(names('plugintype')).toEqual(
      expect.arrayContaining([
        'plugintype_sdkmessageprocessingstep',
        'plugintypeid_sdkmessageprocessingstep',
        'CustomAPIId',
      ]),
    );
    expect(names('serviceendpoint')).toContain('serviceendpoint_sdkmessageprocessingstep');
    expect(names('contact')).toEqual(
      expect.arrayContaining(['parentcustomerid_account', 'parentcustomerid_contact']),
    );
    expect(names('task')).toEqual(expect.arrayContaining(['regardingobjectid_account_task', 'ownerid']));
    expect(names('account')).toEqual(
      expect.arrayContaining(['primarycontactid', 'Account_Tasks', 'contact_customer_accounts']),
    );
  });
});
