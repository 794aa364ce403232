import {
  AssemblyId,
  ImageId,
  MessageId,
  PackageId,
  PluginTypeId,
  ServiceEndpointId,
  StepId,
} from '../../../../src/shared/domain/ids.ts';
import type {
  PluginAssembly,
  PluginPackage,
  PluginType,
  Registrations,
  ServiceEndpoint,
  Step,
  StepImage,
} from '../../../../src/shared/domain/registration.ts';

const unchanged = {
  createdOn: '2026-01-02T03:04:05Z',
  modifiedOn: '2026-01-02T03:04:05Z',
  modifiedBy: 'Nancy Davolio',
  managed: false,
};

/** Makes registrations as a load would bring them, one node at a time. */
export class RegistrationsBuilder {
  private last = 0;
  readonly registrations: Registrations = {
    organization: {
      organizationId: '00000000-0000-4000-8000-00000000aaaa',
      friendlyName: 'Contoso',
      uniqueName: 'contoso',
      version: '9.2.0.0',
      userId: '00000000-0000-4000-8000-00000000bbbb',
      userName: 'Nancy Davolio',
    },
    packages: [],
    assemblies: [],
    types: [],
    endpoints: [],
    steps: [],
    images: [],
    report: { loadedAt: '2026-01-02T03:04:05Z', milliseconds: 10, requests: 7 },
  };

  private guid(): string {
    this.last += 1;
    return `00000000-0000-4000-8000-${String(this.last).padStart(12, '0')}`;
  }

  package(name: string): PluginPackage {
    const row: PluginPackage = {
      kind: 'package',
      id: PackageId.parse(this.guid()),
      name,
      uniqueName: name,
      version: '1.0.0',
      ...unchanged,
    };
    this.registrations.packages.push(row);
    return row;
  }

  assembly(name: string, more: Partial<PluginAssembly> = {}): PluginAssembly {
    const row: PluginAssembly = {
      kind: 'assembly',
      id: AssemblyId.parse(this.guid()),
      name,
      version: '1.0.0.0',
      culture: 'neutral',
      publicKeyToken: '31bf3856ad364e35',
      isolationMode: 'sandbox',
      source: 'database',
      description: null,
      packageId: null,
      hidden: false,
      ...unchanged,
      ...more,
    };
    this.registrations.assemblies.push(row);
    return row;
  }

  type(assembly: PluginAssembly, typeName: string, more: Partial<PluginType> = {}): PluginType {
    const row: PluginType = {
      kind: 'pluginType',
      id: PluginTypeId.parse(this.guid()),
      assemblyId: assembly.id,
      typeName,
      name: typeName,
      friendlyName: typeName,
      description: null,
      workflowActivity: false,
      workflowActivityGroup: null,
      ...unchanged,
      ...more,
    };
    this.registrations.types.push(row);
    return row;
  }

  endpoint(name: string, more: Partial<ServiceEndpoint> = {}): ServiceEndpoint {
    const row: ServiceEndpoint = {
      kind: 'serviceEndpoint',
      id: ServiceEndpointId.parse(this.guid()),
      name,
      description: null,
      designationType: 'queue',
      authorizationType: 'sasKey',
      messageFormat: 'json',
      userInformation: 'none',
      namespaceAddress: 'sb://contoso.servicebus.windows.net/',
      solutionNamespace: 'contoso',
      path: 'orders',
      url: null,
      sasKeyName: 'send',
      sasKeySet: true,
      sasTokenSet: false,
      connectionMode: 'normal',
      namespaceFormat: 'address',
      authValueSet: false,
      ...unchanged,
      ...more,
    };
    this.registrations.endpoints.push(row);
    return row;
  }

  step(
    handler: PluginType | ServiceEndpoint,
    message: string,
    table: string | null,
    more: Partial<Step> = {},
  ): Step {
    const row: Step = {
      kind: 'step',
      id: StepId.parse(this.guid()),
      name: `${handler.name}: ${message} of ${table ?? 'any Entity'}`,
      description: null,
      handler:
        handler.kind === 'pluginType'
          ? { kind: 'pluginType', id: handler.id }
          : { kind: 'serviceEndpoint', id: handler.id },
      messageId: MessageId.parse(this.guid()),
      message,
      messageFilterId: null,
      table,
      secondaryTable: null,
      stage: 'postOperation',
      mode: 'asynchronous',
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
      ...more,
    };
    this.registrations.steps.push(row);
    return row;
  }

  image(step: Step, name: string, more: Partial<StepImage> = {}): StepImage {
    const row: StepImage = {
      kind: 'image',
      id: ImageId.parse(this.guid()),
      stepId: step.id,
      name,
      entityAlias: name,
      imageType: 'preImage',
      attributes: null,
      messagePropertyName: 'Target',
      description: null,
      managed: false,
      ...more,
    };
    this.registrations.images.push(row);
    return row;
  }
}
