import { choice, lookup, memo, text, yesOrNo } from '../column.ts';
import { auditColumns, solutionColumns } from '../commonColumns.ts';
import { defineTable } from '../table.ts';

const readOnly = { access: 'readOnly' } as const;
const writeOnly = { access: 'writeOnly' } as const;

/** Service endpoints and webhooks. The three secrets can be written and never read; flags say whether they are set. */
export const serviceEndpointTable = defineTable(
  {
    name: 'serviceendpoint',
    schemaName: 'ServiceEndpoint',
    set: 'serviceendpoints',
    label: 'Service Endpoint',
    pluralLabel: 'Service Endpoints',
    objectTypeCode: 4618,
    primaryName: 'name',
  },
  [
    text('name', 'Name', 256, { required: 'SystemRequired' }),
    memo('description', 'Description', 2000),
    choice(
      'contract',
      'Contract',
      [
        [1, 'OneWay'],
        [2, 'Queue'],
        [3, 'Rest'],
        [4, 'TwoWay'],
        [5, 'Topic'],
        [6, 'Queue (Persistent)'],
        [7, 'Event Hub'],
        [8, 'Webhook'],
        [9, 'Event Grid'],
        [10, 'Managed Data Lake'],
        [11, 'Container Storage'],
      ],
      { required: 'SystemRequired', default: 1 },
    ),
    choice('authtype', 'Auth Type', [
      [0, 'Not Specified'],
      [1, 'ACS'],
      [2, 'SAS Key'],
      [3, 'SAS Token'],
      [4, 'Webhook Key'],
      [5, 'Http Header'],
      [6, 'Http Query String'],
      [7, 'Connection String'],
      [8, 'Access Key'],
      [9, 'Managed Identity'],
    ]),
    choice(
      'connectionmode',
      'Connection Mode',
      [
        [1, 'Normal'],
        [2, 'Federated'],
      ],
      { required: 'SystemRequired', default: 1 },
    ),
    choice('messageformat', 'Message Format', [
      [1, 'Binary XML'],
      [2, 'Json'],
      [3, 'Text XML'],
    ]),
    choice('messagecharset', 'Message Charset', [
      [0, 'Default'],
      [1, 'UTF8'],
      [2, 'Windows1252'],
    ]),
    choice(
      'userclaim',
      'User Claim',
      [
        [1, 'None'],
        [2, 'UserId'],
        [3, 'UserInfo'],
      ],
      { required: 'SystemRequired', default: 1 },
    ),
    choice('namespaceformat', 'Namespace Format', [
      [1, 'Namespace Name'],
      [2, 'Namespace Address'],
    ]),
    text('namespaceaddress', 'Namespace Address', 255),
    text('solutionnamespace', 'Service Namespace', 160, { required: 'SystemRequired' }),
    text('path', 'Path', 160, { required: 'SystemRequired' }),
    text('url', 'Url', 2000),
    text('saskeyname', 'SAS Key Name', 256),
    text('saskey', 'SAS Key', 256, writeOnly),
    text('sastoken', 'SAS Token', 256, writeOnly),
    text('authvalue', 'Auth Value', 2048, writeOnly),
    yesOrNo('issaskeyset', 'Is SAS Key Set', { ...readOnly, flagOf: 'saskey' }),
    yesOrNo('issastokenset', 'Is SAS Token Set', { ...readOnly, flagOf: 'sastoken' }),
    yesOrNo('isauthvalueset', 'Is Authorization Value Set', { ...readOnly, flagOf: 'authvalue' }),
    choice('schematype', 'Schema Type', [
      [1, 'Event Grid'],
      [2, 'Cloud Events'],
    ]),
    text('runtimeintegrationproperties', 'Runtime Integration Properties', 512),
    yesOrNo('usekeyvaultconfiguration', 'Use Key Vault Configuration', { default: false }),
    lookup('keyvaultreferenceid', 'Key Vault Reference', 'keyvaultreference'),
    lookup('managedidentityid', 'Managed Identity', 'managedidentity'),
    ...solutionColumns('serviceendpointidunique'),
    ...auditColumns(),
    lookup('organizationid', 'Organization', 'organization', { onDelete: 'NoCascade' }, readOnly),
  ],
);
