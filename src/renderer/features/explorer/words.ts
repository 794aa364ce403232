import type {
  AuthorizationTypeName,
  ImageType,
  PluginAssembly,
  RegistrationNode,
  Stage,
} from '../../../shared/domain/registration.ts';

export { deploymentLabels, modeLabels, stageLabels } from '../../../shared/domain/stepLabels.ts';

/** The platform's words for its choices. */
export const stageNumbers: Readonly<Record<Stage, number>> = {
  preValidation: 10,
  preOperation: 20,
  mainOperation: 30,
  postOperation: 40,
  postOperationDeprecated: 50,
};

export const imageTypeLabels: Readonly<Record<ImageType, string>> = {
  preImage: 'pre-image',
  postImage: 'post-image',
  both: 'pre- and post-image',
};

export const authorizationLabels: Readonly<Record<AuthorizationTypeName, string>> = {
  notSpecified: 'Not specified',
  acs: 'ACS (retired)',
  sasKey: 'SAS key',
  sasToken: 'SAS token',
  webhookKey: 'Webhook key',
  httpHeader: 'HTTP header',
  httpQueryString: 'HTTP query string',
  connectionString: 'Connection string',
  accessKey: 'Access key',
  managedIdentity: 'Managed identity',
};

export const isolationLabels: Readonly<Record<PluginAssembly['isolationMode'], string>> = {
  none: 'None',
  sandbox: 'Sandbox',
  external: 'External',
};

export const sourceLabels: Readonly<Record<PluginAssembly['source'], string>> = {
  database: 'Database',
  disk: 'Disk',
  globalAssemblyCache: 'Global assembly cache',
  azureWebApp: 'Azure web app',
  fileStore: 'File store',
};

/** What a node is, for the line below its name. */
export function kindLabel(node: RegistrationNode): string {
  switch (node.kind) {
    case 'package':
      return 'Plug-in package';
    case 'assembly':
      return 'Plug-in assembly';
    case 'pluginType':
      return node.workflowActivity ? 'Workflow activity' : 'Plug-in type';
    case 'serviceEndpoint':
      return node.designationType === 'webhook' ? 'Webhook' : 'Service endpoint';
    case 'step':
      return 'Step';
    case 'image':
      return 'Step image';
  }
}
