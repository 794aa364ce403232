import type { AssemblyUpdateFacts } from '../../src/shared/domain/assemblyUpdatePlan.ts';
import { AssemblyId, MessageId, PluginTypeId, StepId } from '../../src/shared/domain/ids.ts';
import type { AssemblyFile, FoundType, PluginTypeKind } from '../../src/shared/domain/pluginFile.ts';
import type { PluginAssembly, PluginType, Step } from '../../src/shared/domain/registration.ts';

/** Assemblies, types and steps for tests of rules: plain values, as the organisation or a file would have them. */

const unchanged = { createdOn: null, modifiedOn: null, modifiedBy: null, managed: false };
const guid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const assemblyId = AssemblyId.parse(guid(1));
export const typeId = (number: number): PluginTypeId => PluginTypeId.parse(guid(100 + number));
const stepId = (number: number): StepId => StepId.parse(guid(200 + number));

export function foundType(typeName: string, kind: PluginTypeKind = 'plugin'): FoundType {
  return {
    typeName,
    kind,
    public: true,
    abstract: false,
    baseType: 'System.Object',
    constructors: ['none'],
    attributes: [],
  };
}

export function assemblyFile(change: Partial<AssemblyFile> = {}): AssemblyFile {
  return {
    kind: 'assembly',
    name: 'Contoso.Plugins',
    version: '1.0.0.0',
    culture: 'neutral',
    publicKeyToken: '5085dd0a38ceda32',
    targetFramework: '.NETFramework,Version=v4.6.2',
    strongNamed: true,
    authenticode: null,
    references: [],
    types: [foundType('Contoso.Numbering')],
    otherTypes: [],
    undecidedTypes: [],
    strongName: 'signed',
    architecture: 'anyCpu',
    mixedMode: false,
    runtimeVersion: 'v4.0.30319',
    size: 20_000,
    ...change,
  };
}

export function pluginAssembly(change: Partial<PluginAssembly> = {}): PluginAssembly {
  return {
    kind: 'assembly',
    id: assemblyId,
    name: 'Contoso.Plugins',
    version: '1.0.0.0',
    culture: 'neutral',
    publicKeyToken: '5085dd0a38ceda32',
    isolationMode: 'sandbox',
    source: 'database',
    description: null,
    packageId: null,
    hidden: false,
    ...unchanged,
    ...change,
  };
}

export function pluginType(number: number, typeName: string, change: Partial<PluginType> = {}): PluginType {
  return {
    kind: 'pluginType',
    id: typeId(number),
    assemblyId,
    typeName,
    name: typeName,
    friendlyName: typeName,
    description: null,
    workflowActivity: false,
    workflowActivityGroup: null,
    ...unchanged,
    ...change,
  };
}

export function step(number: number, type: PluginType, change: Partial<Step> = {}): Step {
  return {
    kind: 'step',
    id: stepId(number),
    name: `Step ${number}`,
    description: null,
    handler: { kind: 'pluginType', id: type.id },
    messageId: MessageId.parse(guid(300)),
    message: 'Create',
    messageFilterId: null,
    table: 'account',
    secondaryTable: null,
    stage: 'postOperation',
    mode: 'synchronous',
    rank: 1,
    deployment: 'server',
    enabled: true,
    filteringAttributes: null,
    deleteJobWhenSuccessful: false,
    runAsUserId: null,
    runAsUserName: null,
    configuration: null,
    hasSecureConfiguration: false,
    customizable: true,
    hidden: false,
    ...unchanged,
    ...change,
  };
}

export function updateFacts(change: Partial<AssemblyUpdateFacts> = {}): AssemblyUpdateFacts {
  return { assembly: pluginAssembly(), types: [], steps: [], customApis: [], elsewhere: null, ...change };
}
