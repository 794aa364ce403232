import { entityName, lookup, text, whole, yesOrNo } from '../column.ts';
import { auditColumns, customizationLevel, solutionColumns } from '../commonColumns.ts';
import { defineTable } from '../table.ts';

const readOnly = { access: 'readOnly' } as const;
const refused = { create: 'refused', update: 'refused', delete: 'refused' } as const;

export const sdkMessageTable = defineTable(
  {
    name: 'sdkmessage',
    schemaName: 'SdkMessage',
    set: 'sdkmessages',
    label: 'Sdk Message',
    pluralLabel: 'Sdk Messages',
    objectTypeCode: 4606,
    primaryName: 'name',
    ...refused,
  },
  [
    text('name', 'Name', 256, { required: 'SystemRequired' }),
    text('categoryname', 'Category Name', 25),
    whole('availability', 'Availability', { default: 0 }),
    yesOrNo('isprivate', 'Is Private', { default: false }),
    yesOrNo('isactive', 'Is Active', { default: true }),
    yesOrNo('autotransact', 'Auto Transact', { default: true }),
    yesOrNo('expand', 'Expand', { default: false }),
    yesOrNo('template', 'Template', { default: false }),
    yesOrNo('isreadonly', 'Intent', { default: false }),
    yesOrNo('isvalidforexecuteasync', 'Is Valid for Execute Async', { ...readOnly, default: true }),
    yesOrNo('workflowsdkstepenabled', 'Workflow Sdk Step Enabled', { ...readOnly, default: false }),
    text('executeprivilegename', 'Execute Privilege Name', 100),
    text('throttlesettings', 'Throttle Settings', 512, readOnly),
    lookup('organizationid', 'Organization', 'organization', { onDelete: 'NoCascade' }, readOnly),
    customizationLevel(),
    ...solutionColumns('sdkmessageidunique', false),
    ...auditColumns(),
  ],
);

export const sdkMessageFilterTable = defineTable(
  {
    name: 'sdkmessagefilter',
    schemaName: 'SdkMessageFilter',
    set: 'sdkmessagefilters',
    label: 'Sdk Message Filter',
    pluralLabel: 'Sdk Message Filters',
    objectTypeCode: 4607,
    primaryName: 'name',
    ...refused,
  },
  [
    text('name', 'Name', 256),
    lookup('sdkmessageid', 'SDK Message', 'sdkmessage', {
      collection: 'sdkmessageid_sdkmessagefilter',
      onDelete: 'Cascade',
    }),
    entityName('primaryobjecttypecode', 'Primary Object Type Code', readOnly),
    entityName('secondaryobjecttypecode', 'Secondary Object Type Code', { ...readOnly, default: 'none' }),
    whole('availability', 'Availability', { default: 0 }),
    yesOrNo('iscustomprocessingstepallowed', 'Custom Processing Step Allowed', { default: true }),
    yesOrNo('isvisible', 'Is Visible', { ...readOnly, default: true }),
    whole('restrictionlevel', 'Restriction Level', { default: 0 }),
    yesOrNo('workflowsdkstepenabled', 'Workflow Sdk Step Enabled', { ...readOnly, default: true }),
    lookup('organizationid', 'Organization', 'organization', { onDelete: 'NoCascade' }, readOnly),
    customizationLevel(),
    ...solutionColumns('sdkmessagefilteridunique', false),
    ...auditColumns(),
  ],
);
