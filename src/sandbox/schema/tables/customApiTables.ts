import { choice, entityName, guid, lookup, stateAndStatus, text, whole, yesOrNo } from '../column.ts';
import { auditColumns, importColumns, ownershipColumns, solutionColumns } from '../commonColumns.ts';
import { defineTable } from '../table.ts';

const required = { required: 'SystemRequired' } as const;
const fixed = { access: 'createOnly', required: 'SystemRequired' } as const;

const parameterTypes: readonly (readonly [number, string])[] = [
  [0, 'Boolean'],
  [1, 'DateTime'],
  [2, 'Decimal'],
  [3, 'Entity'],
  [4, 'EntityCollection'],
  [5, 'EntityReference'],
  [6, 'Float'],
  [7, 'Integer'],
  [8, 'Money'],
  [9, 'Picklist'],
  [10, 'String'],
  [11, 'StringArray'],
  [12, 'Guid'],
];

function activeOrInactive() {
  return stateAndStatus([
    [0, 'Active', [[1, 'Active']]],
    [1, 'Inactive', [[2, 'Inactive']]],
  ]);
}

function namingColumns() {
  return [
    text('uniquename', 'Unique Name', 128, fixed),
    text('name', 'Name', 100, required),
    text('displayname', 'Display Name', 100, required),
    text('description', 'Description', 300, required),
  ];
}

export const customApiTable = defineTable(
  {
    name: 'customapi',
    schemaName: 'CustomAPI',
    set: 'customapis',
    label: 'Custom API',
    pluralLabel: 'Custom APIs',
    objectTypeCode: 10031,
    primaryName: 'name',
    ownership: 'UserOwned',
  },
  [
    ...namingColumns(),
    choice(
      'bindingtype',
      'Binding Type',
      [
        [0, 'Global'],
        [1, 'Entity'],
        [2, 'EntityCollection'],
      ],
      { ...fixed, default: 0 },
    ),
    text('boundentitylogicalname', 'Bound Entity Logical Name', 100, { access: 'createOnly' }),
    choice(
      'allowedcustomprocessingsteptype',
      'Allowed Custom Processing Step Type',
      [
        [0, 'None'],
        [1, 'Async Only'],
        [2, 'Sync and Async'],
      ],
      { ...fixed, default: 0 },
    ),
    yesOrNo('isfunction', 'Is Function', { ...fixed, default: false }),
    yesOrNo('isprivate', 'Is Private', { ...required, default: false }),
    yesOrNo('workflowsdkstepenabled', 'Enabled for Workflow', { ...fixed, default: false }),
    text('executeprivilegename', 'Execute Privilege Name', 100),
    lookup('plugintypeid', 'Plugin Type', 'plugintype', {
      navigation: 'PluginTypeId',
      collection: 'CustomAPIId',
      onDelete: 'Restrict',
    }),
    lookup(
      'sdkmessageid',
      'Sdk Message',
      'sdkmessage',
      { navigation: 'SdkMessageId', collection: 'CustomAPIId' },
      { access: 'readOnly' },
    ),
    lookup('fxexpressionid', 'FxExpression', 'fxexpression', { navigation: 'fxexpression' }),
    lookup('powerfxruleid', 'Power Fx Rule', 'powerfxrule', { navigation: 'powerfxrule' }),
    ...activeOrInactive(),
    ...ownershipColumns(),
    ...solutionColumns('customapiidunique'),
    ...auditColumns(),
    ...importColumns(),
  ],
);

export const customApiRequestParameterTable = defineTable(
  {
    name: 'customapirequestparameter',
    schemaName: 'CustomAPIRequestParameter',
    set: 'customapirequestparameters',
    label: 'Custom API Request Parameter',
    pluralLabel: 'Custom API Request Parameters',
    objectTypeCode: 10032,
    primaryName: 'name',
  },
  [
    ...namingColumns(),
    choice('type', 'Type', parameterTypes, fixed),
    yesOrNo('isoptional', 'Is Optional', { ...fixed, default: false }),
    entityName('logicalentityname', 'Logical Entity Name', { access: 'createOnly' }),
    lookup(
      'customapiid',
      'Custom API',
      'customapi',
      { navigation: 'CustomAPIId', collection: 'CustomAPIRequestParameters', onDelete: 'Cascade' },
      fixed,
    ),
    ...activeOrInactive(),
    ...solutionColumns('customapirequestparameteridunique'),
    ...auditColumns(),
  ],
);

export const customApiResponsePropertyTable = defineTable(
  {
    name: 'customapiresponseproperty',
    schemaName: 'CustomAPIResponseProperty',
    set: 'customapiresponseproperties',
    label: 'Custom API Response Property',
    pluralLabel: 'Custom API Response Properties',
    objectTypeCode: 10033,
    primaryName: 'name',
  },
  [
    ...namingColumns(),
    choice('type', 'Type', parameterTypes, fixed),
    entityName('logicalentityname', 'Logical Entity Name', { access: 'createOnly' }),
    lookup(
      'customapiid',
      'Custom API',
      'customapi',
      { navigation: 'CustomAPIId', collection: 'CustomAPIResponseProperties', onDelete: 'Cascade' },
      fixed,
    ),
    ...activeOrInactive(),
    ...solutionColumns('customapiresponsepropertyidunique'),
    ...auditColumns(),
  ],
);

/** Names an identity that a plug-in may act as. Kept here for the lookups that lead to it. */
export const managedIdentityTable = defineTable(
  {
    name: 'managedidentity',
    schemaName: 'ManagedIdentity',
    set: 'managedidentities',
    label: 'Managed Identity',
    pluralLabel: 'Managed Identities',
    objectTypeCode: 10089,
    primaryName: 'name',
    ownership: 'UserOwned',
  },
  [
    text('name', 'Name', 100, required),
    guid('applicationid', 'Application Id', required),
    guid('tenantid', 'Tenant Id'),
    choice(
      'credentialsource',
      'Credential Source',
      [
        [0, 'ClientSecret'],
        [1, 'KeyVault'],
        [2, 'IsManaged'],
        [3, 'MicrosoftFirstPartyCertificate'],
      ],
      required,
    ),
    choice('subjectscope', 'Subject Scope', [
      [0, 'GlobalScope'],
      [1, 'EnviornmentScope'],
      [2, 'DevOnlyScope'],
    ]),
    whole('version', 'Version'),
    text('clientsecret', 'Client Secret', 100, { access: 'writeOnly' }),
    ...activeOrInactive(),
    ...ownershipColumns(),
    ...solutionColumns('managedidentityidunique'),
    ...auditColumns(),
  ],
);
