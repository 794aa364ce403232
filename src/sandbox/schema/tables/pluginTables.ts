import {
  choice,
  dateTime,
  double,
  guid,
  lookup,
  managed,
  memo,
  stateAndStatus,
  text,
  whole,
  yesOrNo,
} from '../column.ts';
import { auditColumns, customizationLevel, importColumns, solutionColumns } from '../commonColumns.ts';
import { defineTable } from '../table.ts';

const readOnly = { access: 'readOnly' } as const;
const required = { required: 'SystemRequired' } as const;

/** Largest text that the platform keeps in one column. */
const unlimited = 1_073_741_823;

export const pluginPackageTable = defineTable(
  {
    name: 'pluginpackage',
    schemaName: 'PluginPackage',
    set: 'pluginpackages',
    label: 'Plug-in Package',
    pluralLabel: 'Plug-in Packages',
    objectTypeCode: 10090,
    primaryName: 'name',
  },
  [
    text('name', 'Name', 100, { required: 'ApplicationRequired' }),
    text('uniquename', 'Unique Name', 128, { ...required, access: 'createOnly' }),
    text('version', 'Version', 100, required),
    memo('content', 'Content', unlimited),
    guid('fileid', 'File', readOnly),
    guid('package', 'Package', readOnly),
    lookup('managedidentityid', 'Managed Identity', 'managedidentity'),
    lookup('organizationid', 'Organization', 'organization', { onDelete: 'NoCascade' }, readOnly),
    ...stateAndStatus([
      [0, 'Active', [[1, 'Active']]],
      [1, 'Inactive', [[2, 'Inactive']]],
    ]),
    ...solutionColumns('pluginpackageidunique'),
    ...auditColumns(),
    ...importColumns(),
  ],
);

export const pluginAssemblyTable = defineTable(
  {
    name: 'pluginassembly',
    schemaName: 'PluginAssembly',
    set: 'pluginassemblies',
    label: 'Plug-in Assembly',
    pluralLabel: 'Plug-in Assemblies',
    objectTypeCode: 4605,
    primaryName: 'name',
  },
  [
    text('name', 'Name', 256, required),
    text('content', 'Content', unlimited),
    text('culture', 'Culture', 32, required),
    text('publickeytoken', 'Public Key Token', 32, required),
    text('version', 'Version', 48, required),
    whole('major', 'Assembly major version', readOnly),
    whole('minor', 'Assembly minor version', readOnly),
    choice(
      'sourcetype',
      'Source Type',
      [
        [0, 'Database'],
        [1, 'Disk'],
        [2, 'Normal'],
        [3, 'AzureWebApp'],
        [4, 'File Store'],
      ],
      { ...required, default: 0 },
    ),
    choice(
      'isolationmode',
      'Isolation Mode',
      [
        [1, 'None'],
        [2, 'Sandbox'],
        [3, 'External'],
      ],
      { ...required, default: 1 },
    ),
    text('path', 'Path', 256),
    text('description', 'Description', 256),
    text('sourcehash', 'Source Hash', 256),
    choice('authtype', 'Auth Type', [[0, 'BasicAuth']]),
    text('url', 'Web Url', 2000),
    text('username', 'User Name', 256),
    text('password', 'User Password', 256, { access: 'writeOnly' }),
    yesOrNo('ispasswordset', 'Is Password Set', { ...readOnly, flagOf: 'password' }),
    lookup('packageid', 'Package', 'pluginpackage', {
      navigation: 'PackageId',
      collection: 'pluginpackage_pluginassembly',
      onDelete: 'Cascade',
    }),
    lookup('managedidentityid', 'Managed Identity', 'managedidentity'),
    lookup('organizationid', 'Organization', 'organization', { onDelete: 'NoCascade' }, readOnly),
    customizationLevel(),
    managed('ishidden', 'Hidden', false),
    ...solutionColumns('pluginassemblyidunique'),
    ...auditColumns(),
  ],
);

export const pluginTypeTable = defineTable(
  {
    name: 'plugintype',
    schemaName: 'PluginType',
    set: 'plugintypes',
    label: 'Plug-in Type',
    pluralLabel: 'Plug-in Types',
    objectTypeCode: 4602,
    primaryName: 'name',
  },
  [
    text('name', 'Name', 256),
    text('typename', 'Type Name', 256, required),
    text('friendlyname', 'Display Name', 256, required),
    text('description', 'Description', 256),
    lookup('pluginassemblyid', 'Plugin Assembly', 'pluginassembly', {
      collection: 'pluginassembly_plugintype',
      onDelete: 'Cascade',
    }),
    text('plugintypeexportkey', 'Plugin type export key', 256),
    text('workflowactivitygroupname', 'Workflow Activity Group Name', 256),
    text('assemblyname', 'Assembly Name', 100, readOnly),
    text('culture', 'Culture', 32, readOnly),
    text('publickeytoken', 'Public Key Token', 32, readOnly),
    text('version', 'Version', 48, readOnly),
    whole('major', 'Version major', readOnly),
    whole('minor', 'Version minor', readOnly),
    yesOrNo('isworkflowactivity', 'Is Workflow Activity', { ...readOnly, default: false }),
    memo('customworkflowactivityinfo', 'Custom Workflow Activity Info', 1_048_576, readOnly),
    lookup('organizationid', 'Organization', 'organization', { onDelete: 'NoCascade' }, readOnly),
    customizationLevel(),
    ...solutionColumns('plugintypeidunique', false),
    ...auditColumns(),
  ],
);

export const pluginTypeStatisticTable = defineTable(
  {
    name: 'plugintypestatistic',
    schemaName: 'PluginTypeStatistic',
    set: 'plugintypestatistics',
    label: 'Plug-in Type Statistic',
    pluralLabel: 'Plug-in Type Statistics',
    objectTypeCode: 4603,
    create: 'refused',
    update: 'refused',
    delete: 'refused',
  },
  [
    lookup('plugintypeid', 'Plugin Type', 'plugintype', {
      collection: 'plugintype_plugintypestatistic',
      onDelete: 'Cascade',
    }),
    whole('executecount', 'Execution Count', readOnly),
    whole('failurecount', 'Failure Count', readOnly),
    whole('failurepercent', 'Failure Percent', readOnly),
    whole('crashcount', 'Crash Count', readOnly),
    whole('crashpercent', 'Crash Percent', readOnly),
    whole('crashcontributionpercent', 'Crash %', readOnly),
    double('averageexecutetimeinmilliseconds', 'Average Execution Time', readOnly),
    whole('terminatecpucontributionpercent', 'CPU Usage %', readOnly),
    whole('terminatehandlescontributionpercent', 'Handles Usage %', readOnly),
    whole('terminatememorycontributionpercent', 'Memory Usage %', readOnly),
    whole('terminateothercontributionpercent', 'Other Usage %', readOnly),
    lookup('organizationid', 'Organization', 'organization', { onDelete: 'NoCascade' }, readOnly),
    ...auditColumns(),
  ],
);

export const pluginTraceLogTable = defineTable(
  {
    name: 'plugintracelog',
    schemaName: 'PluginTraceLog',
    set: 'plugintracelogs',
    label: 'Plug-in Trace Log',
    pluralLabel: 'Plug-in Trace Log',
    objectTypeCode: 4619,
    primaryName: 'typename',
    create: 'refused',
    update: 'refused',
  },
  [
    text('typename', 'Type Name', 1024, readOnly),
    text('messagename', 'Message Name', 1024, readOnly),
    text('primaryentity', 'Primary Entity', 1000, readOnly),
    choice(
      'mode',
      'Mode',
      [
        [0, 'Synchronous'],
        [1, 'Asynchronous'],
      ],
      readOnly,
    ),
    choice(
      'operationtype',
      'Operation Type',
      [
        [0, 'Unknown'],
        [1, 'Plug-in'],
        [2, 'Workflow Activity'],
      ],
      readOnly,
    ),
    whole('depth', 'Depth', readOnly),
    guid('correlationid', 'Correlation Id', readOnly),
    guid('requestid', 'Request Id', readOnly),
    guid('pluginstepid', 'Plugin Step Id', readOnly),
    text('persistencekey', 'Persistence Key', 256, readOnly),
    memo('messageblock', 'Message Block', 1_048_576, readOnly),
    memo('exceptiondetails', 'Exception Details', 1_048_576, readOnly),
    memo('configuration', 'Configuration', unlimited, readOnly),
    memo('secureconfiguration', 'Secure Configuration', unlimited, readOnly),
    memo('profile', 'Plugin Profile', unlimited, readOnly),
    whole('performanceconstructorduration', 'Constructor Duration', readOnly),
    whole('performanceexecutionduration', 'Execution Duration', readOnly),
    dateTime('performanceconstructorstarttime', 'Constructor Start Time', readOnly),
    dateTime('performanceexecutionstarttime', 'Execution Start Time', readOnly),
    yesOrNo('issystemcreated', 'System Created', readOnly),
    guid('organizationid', 'Organization', readOnly),
    ...auditColumns().filter((column) => column.name.startsWith('created')),
  ],
);
