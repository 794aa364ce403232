import { choice, entityName, memo, stateAndStatus, text, yesOrNo } from '../column.ts';
import { auditColumns } from '../commonColumns.ts';
import { defineTable } from '../table.ts';

const later = { create: 'later', update: 'later', delete: 'later' } as const;

/** Processes, as far as plug-ins have to do with them: which of their steps run custom workflow activities. */
export const workflowTable = defineTable(
  {
    name: 'workflow',
    schemaName: 'Workflow',
    set: 'workflows',
    label: 'Process',
    pluralLabel: 'Processes',
    objectTypeCode: 4703,
    primaryName: 'name',
    ...later,
  },
  [
    text('name', 'Process Name', 100, { required: 'SystemRequired' }),
    memo('description', 'Description', 100_000),
    choice('category', 'Category', [
      [0, 'Workflow'],
      [1, 'Dialog'],
      [2, 'Business Rule'],
      [3, 'Action'],
      [4, 'Business Process Flow'],
      [5, 'Modern Flow'],
    ]),
    choice('type', 'Type', [
      [1, 'Definition'],
      [2, 'Activation'],
      [3, 'Template'],
    ]),
    entityName('primaryentity', 'Primary Entity'),
    memo('xaml', 'Xaml', 1_073_741_823),
    yesOrNo('ismanaged', 'Is Managed', { access: 'readOnly', default: false }),
    ...stateAndStatus([
      [0, 'Draft', [[1, 'Draft']]],
      [1, 'Activated', [[2, 'Activated']]],
    ]),
    ...auditColumns(),
  ],
);
