import {
  choice,
  entityName,
  guid,
  lookup,
  managed,
  polymorphic,
  stateAndStatus,
  text,
  whole,
  yesOrNo,
} from '../column.ts';
import { auditColumns, customizationLevel, solutionColumns } from '../commonColumns.ts';
import { defineTable } from '../table.ts';

const readOnly = { access: 'readOnly' } as const;
const required = { required: 'SystemRequired' } as const;
const unlimited = 1_073_741_823;

export const stepTable = defineTable(
  {
    name: 'sdkmessageprocessingstep',
    schemaName: 'SdkMessageProcessingStep',
    set: 'sdkmessageprocessingsteps',
    label: 'Sdk Message Processing Step',
    pluralLabel: 'Sdk Message Processing Steps',
    objectTypeCode: 4608,
    primaryName: 'name',
  },
  [
    text('name', 'Name', 256, required),
    text('description', 'Description', 256),
    choice(
      'stage',
      'Execution Stage',
      [
        [5, 'Initial Pre-operation (For internal use only)'],
        [10, 'Pre-validation'],
        [15, 'Internal Pre-operation Before External Plugins (For internal use only)'],
        [20, 'Pre-operation'],
        [25, 'Internal Pre-operation After External Plugins (For internal use only)'],
        [30, 'Main Operation (For internal use only)'],
        [35, 'Internal Post-operation Before External Plugins (For internal use only)'],
        [40, 'Post-operation'],
        [45, 'Internal Post-operation After External Plugins (For internal use only)'],
        [50, 'Post-operation (Deprecated)'],
        [55, 'Final Post-operation (For internal use only)'],
        [80, 'Pre-Commit stage fired before transaction commit (For internal use only)'],
        [90, 'Post-Commit stage fired after transaction commit (For internal use only)'],
      ],
      { ...required, default: 10 },
    ),
    choice(
      'mode',
      'Execution Mode',
      [
        [0, 'Synchronous'],
        [1, 'Asynchronous'],
      ],
      required,
    ),
    whole('rank', 'Execution Order', required),
    choice(
      'supporteddeployment',
      'Deployment',
      [
        [0, 'Server Only'],
        [1, 'Microsoft Dynamics 365 Client for Outlook Only'],
        [2, 'Both'],
      ],
      { ...required, default: 0 },
    ),
    choice(
      'invocationsource',
      'Invocation Source',
      [
        [-1, 'Internal'],
        [0, 'Parent'],
        [1, 'Child'],
      ],
      { ...required, default: 0 },
    ),
    yesOrNo('asyncautodelete', 'Asynchronous Automatic Delete', { ...required, default: false }),
    text('filteringattributes', 'Filtering Attributes', 100_000),
    text('configuration', 'Configuration', unlimited),
    yesOrNo('canusereadonlyconnection', 'Intent', { default: false }),
    yesOrNo('canbebypassed', 'Can Be Bypassed', { default: true }),
    text('category', 'Category', 100),
    yesOrNo('enablepluginprofiler', 'Enable Plugin Profiler', { default: false }),
    text('eventexpander', 'Event Expander', 1_048_576),
    text('runtimeintegrationproperties', 'Runtime Integration Properties', 512),
    ...stateAndStatus([
      [0, 'Enabled', [[1, 'Enabled']]],
      [1, 'Disabled', [[2, 'Disabled']]],
    ]),
    polymorphic(
      'eventhandler',
      'Event Handler',
      [
        {
          table: 'plugintype',
          navigation: 'eventhandler_plugintype',
          collection: 'plugintype_sdkmessageprocessingstep',
          onDelete: 'Restrict',
        },
        {
          table: 'serviceendpoint',
          navigation: 'eventhandler_serviceendpoint',
          collection: 'serviceendpoint_sdkmessageprocessingstep',
          onDelete: 'Cascade',
        },
      ],
      required,
    ),
    entityName('eventhandlertypecode', 'Event Handler Type', readOnly),
    lookup('plugintypeid', 'Plug-In Type', 'plugintype', {
      collection: 'plugintypeid_sdkmessageprocessingstep',
      onDelete: 'Restrict',
    }),
    lookup(
      'sdkmessageid',
      'SDK Message',
      'sdkmessage',
      { collection: 'sdkmessageid_sdkmessageprocessingstep', onDelete: 'Restrict' },
      required,
    ),
    lookup('sdkmessagefilterid', 'SdkMessage Filter', 'sdkmessagefilter', {
      collection: 'sdkmessagefilterid_sdkmessageprocessingstep',
      onDelete: 'Restrict',
    }),
    lookup('impersonatinguserid', 'Impersonating User', 'systemuser', { onDelete: 'NoCascade' }),
    lookup(
      'sdkmessageprocessingstepsecureconfigid',
      'SDK Message Processing Step Secure Configuration',
      'sdkmessageprocessingstepsecureconfig',
      { collection: 'sdkmessageprocessingstepsecureconfigid_sdkmessageprocessingstep', onDelete: 'Restrict' },
    ),
    lookup('fxexpressionid', 'FxExpression', 'fxexpression', { navigation: 'fxexpression' }),
    lookup('powerfxruleid', 'Power Fx Rule', 'powerfxrule', { navigation: 'powerfxrule' }),
    lookup('organizationid', 'Organization', 'organization', { onDelete: 'NoCascade' }, readOnly),
    customizationLevel(),
    managed('ishidden', 'Hidden', false),
    ...solutionColumns('sdkmessageprocessingstepidunique'),
    ...auditColumns(),
  ],
);

export const imageTable = defineTable(
  {
    name: 'sdkmessageprocessingstepimage',
    schemaName: 'SdkMessageProcessingStepImage',
    set: 'sdkmessageprocessingstepimages',
    label: 'Sdk Message Processing Step Image',
    pluralLabel: 'Sdk Message Processing Step Images',
    objectTypeCode: 4615,
    primaryName: 'name',
  },
  [
    text('name', 'Name', 256, required),
    text('entityalias', 'Entity Alias', 256, required),
    choice(
      'imagetype',
      'Image Type',
      [
        [0, 'PreImage'],
        [1, 'PostImage'],
        [2, 'Both'],
      ],
      required,
    ),
    text('messagepropertyname', 'Message Property Name', 256, required),
    text('attributes', 'Attributes', 100_000),
    text('description', 'Description', 256),
    text('relatedattributename', 'Related Attribute Name', 256),
    lookup(
      'sdkmessageprocessingstepid',
      'SDK Message Processing Step',
      'sdkmessageprocessingstep',
      { collection: 'sdkmessageprocessingstepid_sdkmessageprocessingstepimage', onDelete: 'Cascade' },
      required,
    ),
    lookup('organizationid', 'Organization', 'organization', { onDelete: 'NoCascade' }, readOnly),
    customizationLevel(),
    ...solutionColumns('sdkmessageprocessingstepimageidunique'),
    ...auditColumns(),
  ],
);

/** Secure configuration. Only administrators read it, and it never travels in a solution. */
export const secureConfigTable = defineTable(
  {
    name: 'sdkmessageprocessingstepsecureconfig',
    schemaName: 'SdkMessageProcessingStepSecureConfig',
    set: 'sdkmessageprocessingstepsecureconfigs',
    label: 'Sdk Message Processing Step Secure Configuration',
    pluralLabel: 'Sdk Message Processing Step Secure Configurations',
    objectTypeCode: 4616,
  },
  [
    text('secureconfig', 'Secure Configuration', unlimited),
    customizationLevel(),
    lookup('organizationid', 'Organization', 'organization', { onDelete: 'NoCascade' }, readOnly),
    guid('sdkmessageprocessingstepsecureconfigidunique', 'Unique Id', readOnly),
    ...auditColumns(),
  ],
);
