import { componentDefinitions } from '../../rules/componentTypes.ts';
import { choice, date, guid, lookup, memo, text, whole, yesOrNo } from '../column.ts';
import { auditColumns } from '../commonColumns.ts';
import { defineTable } from '../table.ts';

const readOnly = { access: 'readOnly' } as const;
const later = { create: 'later', update: 'later', delete: 'later' } as const;

export const publisherTable = defineTable(
  {
    name: 'publisher',
    schemaName: 'Publisher',
    set: 'publishers',
    label: 'Publisher',
    pluralLabel: 'Publishers',
    objectTypeCode: 7101,
    primaryName: 'friendlyname',
    ...later,
  },
  [
    text('uniquename', 'Name', 256, { required: 'SystemRequired' }),
    text('friendlyname', 'Display Name', 256, { required: 'SystemRequired' }),
    text('customizationprefix', 'Prefix', 8),
    whole('customizationoptionvalueprefix', 'Option Value Prefix', { min: 10_000, max: 99_999 }),
    memo('description', 'Description', 2000),
    text('emailaddress', 'Email', 100),
    text('supportingwebsiteurl', 'Website', 200),
    yesOrNo('isreadonly', 'Is Read-Only Publisher', { ...readOnly, default: false }),
    lookup('organizationid', 'Organization', 'organization', { onDelete: 'NoCascade' }, readOnly),
    ...auditColumns(),
  ],
);

export const solutionTable = defineTable(
  {
    name: 'solution',
    schemaName: 'Solution',
    set: 'solutions',
    label: 'Solution',
    pluralLabel: 'Solutions',
    objectTypeCode: 7100,
    primaryName: 'friendlyname',
    ...later,
  },
  [
    text('uniquename', 'Name', 65, { required: 'SystemRequired' }),
    text('friendlyname', 'Display Name', 256, { required: 'SystemRequired' }),
    text('version', 'Version', 256, { required: 'SystemRequired' }),
    memo('description', 'Description', 2000),
    yesOrNo('ismanaged', 'Package Type', { ...readOnly, default: false }, [
      { value: 0, label: 'Unmanaged' },
      { value: 1, label: 'Managed' },
    ]),
    yesOrNo('isvisible', 'Is Visible Outside Platform', { ...readOnly, default: true }),
    date('installedon', 'Installed On', readOnly),
    lookup('publisherid', 'Publisher', 'publisher', {
      collection: 'publisher_solution',
      onDelete: 'Restrict',
    }),
    lookup(
      'parentsolutionid',
      'Parent Solution',
      'solution',
      { collection: 'solution_parent_solution' },
      readOnly,
    ),
    choice(
      'solutiontype',
      'Solution Type',
      [
        [0, 'None'],
        [1, 'Snapshot'],
        [2, 'Internal'],
      ],
      { default: 0 },
    ),
    text('solutionpackageversion', 'Solution Package Version', 256),
    lookup('organizationid', 'Organization', 'organization', { onDelete: 'NoCascade' }, readOnly),
    ...auditColumns(),
  ],
);

/** Which component is in which solution. `objectid` is the component's row id. */
export const solutionComponentTable = defineTable(
  {
    name: 'solutioncomponent',
    schemaName: 'SolutionComponent',
    set: 'solutioncomponents',
    label: 'Solution Component',
    pluralLabel: 'Solution Components',
    objectTypeCode: 7103,
    create: 'refused',
    update: 'refused',
    delete: 'refused',
  },
  [
    choice(
      'componenttype',
      'Component Type',
      [
        [1, 'Entity'],
        [2, 'Attribute'],
        [3, 'Relationship'],
        [9, 'Option Set'],
        [10, 'Entity Relationship'],
        [20, 'Role'],
        [24, 'Form'],
        [26, 'View'],
        [29, 'Workflow'],
        [60, 'System Form'],
        [61, 'Web Resource'],
        [62, 'Site Map'],
        [66, 'Custom Control'],
        [90, 'Plugin Type'],
        [91, 'Plugin Assembly'],
        [92, 'SDK Message Processing Step'],
        [93, 'SDK Message Processing Step Image'],
        [95, 'Service Endpoint'],
        [201, 'SDKMessage'],
        [202, 'SDKMessageFilter'],
        [300, 'Canvas App'],
        ...componentDefinitions.map(({ type, name }) => [type, name] as const),
      ],
      readOnly,
    ),
    guid('objectid', 'Regarding', readOnly),
    choice(
      'rootcomponentbehavior',
      'Include Behavior',
      [
        [0, 'Include Subcomponents'],
        [1, 'Do not include subcomponents'],
        [2, 'Include As Shell Only'],
      ],
      readOnly,
    ),
    lookup(
      'solutionid',
      'Solution',
      'solution',
      { collection: 'solution_solutioncomponent', onDelete: 'Cascade' },
      readOnly,
    ),
    yesOrNo('ismetadata', 'Is this component metadata', { ...readOnly, default: false }),
    guid('rootsolutioncomponentid', 'Root Solution Component ID', readOnly),
    ...auditColumns(),
  ],
);

/** Kinds of components whose `componenttype` differs from organisation to organisation. */
export const solutionComponentDefinitionTable = defineTable(
  {
    name: 'solutioncomponentdefinition',
    schemaName: 'SolutionComponentDefinition',
    set: 'solutioncomponentdefinitions',
    label: 'Solution Component Definition',
    pluralLabel: 'Solution Component Definitions',
    objectTypeCode: 7104,
    primaryName: 'name',
    create: 'refused',
    update: 'refused',
    delete: 'refused',
  },
  [
    text('name', 'Name', 100, readOnly),
    text('primaryentityname', 'Primary Entity Name', 64, readOnly),
    whole('solutioncomponenttype', 'Solution Component Type', readOnly),
    whole('objecttypecode', 'Object Type Code', readOnly),
    yesOrNo('canbeaddedtosolutioncomponents', 'Can Be Added To Solution Components', {
      ...readOnly,
      default: true,
    }),
    ...auditColumns(),
  ],
);
