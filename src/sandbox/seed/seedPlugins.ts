import { publicKeyTokenOf } from '../plugins/readAssembly.ts';
import { signerNamed } from '../plugins/signer.ts';
import { writeAssembly } from '../plugins/writeAssembly.ts';
import { writePackage } from '../plugins/writePackage.ts';
import type { Row } from '../store/row.ts';
import { seedId } from './seedId.ts';
import { daysAgo, hidden, managedColumns, type SeedPlace } from './seedPlace.ts';
import { seedComponent, solutionId } from './seedSolutions.ts';

type AssemblySeed = {
  readonly name: string;
  readonly version: string;
  /** Whose key it is signed with. The platform's own assemblies are signed by Microsoft and have no content here. */
  readonly signer: string;
  readonly description?: string;
  /** Types by class name without namespace; `activities` are workflow activities. */
  readonly types: readonly string[];
  readonly activities?: readonly string[];
  /** Managed solution that it came with. */
  readonly managedIn?: string;
  /** Unmanaged solution that it is in. */
  readonly inSolution?: string;
  readonly packaged?: true;
  /** Part of the platform: customization level 0, not isolated. */
  readonly system?: true;
  readonly hidden?: true;
  readonly installed: number;
};

const packageName = 'contoso_Contoso.Integration';
const packageVersion = '3.2.1';
const microsoftToken = '31bf3856ad364e35';

const assemblies: readonly AssemblySeed[] = [
  {
    name: 'Contoso.Sales.Plugins',
    version: '1.4.0.0',
    signer: 'Contoso',
    description: 'Numbers accounts, checks credit and scores opportunities.',
    types: ['AccountNumbering', 'CreditCheck', 'ContactSynchronizer', 'OpportunityScoring', 'QuoteApproval'],
    activities: ['CalculateDiscount'],
    inSolution: 'ContosoSales',
    installed: 190,
  },
  {
    name: 'Contoso.Sales.Plugins',
    version: '2.0.0.0',
    signer: 'Contoso',
    description: 'Next major version, beside 1.4 until every step has moved.',
    types: ['AccountNumbering', 'OpportunityScoring', 'OrderTotals'],
    inSolution: 'ContosoSales',
    installed: 12,
  },
  {
    name: 'Contoso.Service.Plugins',
    version: '1.1.3.0',
    signer: 'Contoso',
    types: ['CaseRouting', 'CaseEscalation', 'TaskReminder'],
    activities: ['SetCasePriority'],
    installed: 150,
  },
  {
    name: 'Contoso.Integration',
    version: '3.2.1.0',
    signer: 'Contoso',
    types: ['ErpOutbound', 'ErpInbound', 'AddressVerifier'],
    inSolution: 'ContosoIntegration',
    packaged: true,
    installed: 41,
  },
  {
    name: 'Contoso.CustomApis',
    version: '1.0.2.0',
    signer: 'Contoso',
    types: ['CalculateShippingCost', 'GetOrderStatus', 'ReserveStock'],
    inSolution: 'ContosoIntegration',
    installed: 38,
  },
  {
    name: 'Fabrikam.Addressing',
    version: '1.0.7.0',
    signer: 'Fabrikam',
    types: ['AddressNormalizer', 'PostalCodeLookup'],
    managedIn: 'FabrikamAddressing',
    installed: 170,
  },
  {
    name: 'Northwind.DuplicateGuard',
    version: '4.1.0.0',
    signer: 'Northwind',
    types: ['DuplicateGuard', 'MergeAuditor'],
    managedIn: 'NorthwindDuplicateGuard',
    installed: 95,
  },
  {
    name: 'Microsoft.Crm.ObjectModel',
    version: '9.0.0.0',
    signer: 'Microsoft',
    types: ['SyncWorkflowExecutionPlugin'],
    managedIn: 'System',
    system: true,
    hidden: true,
    installed: 400,
  },
];

/** The plug-in that endpoint steps of old on-premises organisations ran on. Its ids are the same everywhere. */
const serviceBusAssemblyId = 'a430b185-d19d-428c-b156-5ebe3f391564';
const serviceBusTypeId = 'ef521e63-cd2b-4170-99f6-447466a7161e';

function assemblyId(name: string, version: string): string {
  return seedId('pluginassembly', name, version);
}

/** @param typeName full class name with its assembly's version, such as `Contoso.Sales.Plugins.CreditCheck 1.4.0.0` */
export function typeId(typeName: string): string {
  return seedId('plugintype', typeName);
}

function tokenOf({ system, signer }: AssemblySeed): string {
  return system === true ? microsoftToken : publicKeyTokenOf(signerNamed(signer).publicKey);
}

function bytesOf({ name, version, signer, types, activities = [] }: AssemblySeed): Buffer {
  const fullName = (className: string): string => `${name}.${className}`;
  return writeAssembly({
    name,
    version,
    signer: signerNamed(signer),
    plugins: types.map(fullName),
    activities: activities.map(fullName),
  });
}

/** Only what was registered by itself can be downloaded: packages keep the bytes of their assemblies. */
function contentOf(assembly: AssemblySeed): Row {
  const hasContent = assembly.system !== true && assembly.packaged !== true;
  return hasContent ? { content: bytesOf(assembly).toString('base64') } : {};
}

function contentOfPackage(): string {
  const packaged = assemblies.find((assembly) => assembly.packaged === true);
  if (packaged === undefined) throw new Error('No assembly is packaged.');
  return writePackage(packageName, packageVersion, packaged.name, bytesOf(packaged)).toString('base64');
}

export function seedPlugins(place: SeedPlace): void {
  const { organisation } = place;
  organisation.seed('pluginpackage', {
    pluginpackageid: seedId('pluginpackage', packageName),
    name: packageName,
    uniquename: packageName,
    version: packageVersion,
    content: contentOfPackage(),
    createdon: daysAgo(place, 41),
    modifiedon: daysAgo(place, 41),
  });
  for (const assembly of assemblies) seedAssembly(place, assembly);
  seedLegacyServiceBus(place);
}

function seedAssembly(place: SeedPlace, assembly: AssemblySeed): void {
  const id = assemblyId(assembly.name, assembly.version);
  const common = commonColumns(place, assembly);
  place.organisation.seed('pluginassembly', {
    pluginassemblyid: id,
    name: assembly.name,
    version: assembly.version,
    ...versionParts(assembly.version),
    culture: 'neutral',
    publickeytoken: tokenOf(assembly),
    ...contentOf(assembly),
    sourcetype: 0,
    isolationmode: assembly.system === true ? 1 : 2,
    description: assembly.description ?? null,
    ...(assembly.hidden === true ? { ishidden: hidden } : {}),
    ...(assembly.packaged === true
      ? { packageid: { table: 'pluginpackage', id: seedId('pluginpackage', packageName) } }
      : {}),
    ...common,
  });
  const classes = [
    ...assembly.types.map((name) => ({ name, isActivity: false })),
    ...(assembly.activities ?? []).map((name) => ({ name, isActivity: true })),
  ];
  for (const { name, isActivity } of classes)
    seedType(place, assembly, `${assembly.name}.${name}`, isActivity);
  const solution = assembly.managedIn ?? assembly.inSolution;
  if (solution !== undefined) seedComponent(place, solution, 'pluginassembly', id);
}

function seedType(place: SeedPlace, assembly: AssemblySeed, typename: string, isActivity: boolean): void {
  // Types are customizable or not as their assemblies are, and have no column of their own for it.
  const { iscustomizable: _iscustomizable, ...common } = commonColumns(place, assembly);
  place.organisation.seed('plugintype', {
    plugintypeid: typeId(`${typename} ${assembly.version}`),
    name: typename,
    typename,
    // The registration tool fills in a new guid as friendly name.
    friendlyname: seedId('friendly name', typename, assembly.version),
    assemblyname: assembly.name,
    version: assembly.version,
    ...versionParts(assembly.version),
    culture: 'neutral',
    publickeytoken: tokenOf(assembly),
    isworkflowactivity: isActivity,
    ...(isActivity ? { workflowactivitygroupname: `${assembly.name} (${assembly.version})` } : {}),
    pluginassemblyid: { table: 'pluginassembly', id: assemblyId(assembly.name, assembly.version) },
    ...common,
  });
}

function commonColumns(place: SeedPlace, assembly: AssemblySeed): Row {
  const date = daysAgo(place, assembly.installed);
  return {
    createdon: date,
    modifiedon: date,
    customizationlevel: assembly.system === true ? 0 : 1,
    ...(assembly.managedIn === undefined
      ? {}
      : managedColumns(solutionId(assembly.managedIn), assembly.system !== true)),
  };
}

function versionParts(version: string): Row {
  const [major, minor] = version.split('.').map(Number);
  return { major: major ?? 0, minor: minor ?? 0 };
}

function seedLegacyServiceBus(place: SeedPlace): void {
  const identity = {
    culture: 'neutral',
    publickeytoken: microsoftToken,
    version: '9.0.0.0',
    major: 9,
    minor: 0,
  };
  const { iscustomizable = null, ...managed } = managedColumns(solutionId('System'), false);
  const system: Row = { ...managed, customizationlevel: 0 };
  place.organisation.seed('pluginassembly', {
    pluginassemblyid: serviceBusAssemblyId,
    name: 'Microsoft.Crm.ServiceBus',
    sourcetype: 0,
    isolationmode: 1,
    iscustomizable,
    ...identity,
    ...system,
  });
  place.organisation.seed('plugintype', {
    plugintypeid: serviceBusTypeId,
    name: 'Microsoft.Crm.ServiceBus.ServiceBusPlugin',
    typename: 'Microsoft.Crm.ServiceBus.ServiceBusPlugin',
    friendlyname: 'Microsoft.Crm.ServiceBus.ServiceBusPlugin',
    assemblyname: 'Microsoft.Crm.ServiceBus',
    pluginassemblyid: { table: 'pluginassembly', id: serviceBusAssemblyId },
    ...identity,
    ...system,
  });
}
