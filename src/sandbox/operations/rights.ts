/** Whether a user holds a privilege such as `prvCreateServiceEndpoint`. */
export type Rights = (privilege: string) => boolean;

export type PrivilegeVerb = 'Create' | 'Read' | 'Write' | 'Delete';

/** A system administrator may do everything. */
export const administratorRights: Rights = () => true;

const registrationTables = [
  'ServiceEndpoint',
  'SdkMessageProcessingStep',
  'SdkMessageProcessingStepImage',
  'PluginAssembly',
  'PluginType',
  'PluginPackage',
  'CustomAPI',
  'CustomAPIRequestParameter',
  'CustomAPIResponseProperty',
  'ManagedIdentity',
  'Solution',
  'Publisher',
  'Organization',
];

/** Tables that decide who may do what, and secrets: for administrators alone. */
const administrationTables = [
  'SystemUser',
  'Role',
  'Team',
  'BusinessUnit',
  'SdkMessageProcessingStepSecureConfig',
];

/** A salesperson: sees what is registered and works with business rows, but registers nothing and sees no secure configuration. */
export const basicUserRights: Rights = (privilege) => {
  if (privilege.endsWith('SdkMessageProcessingStepSecureConfig')) return false;
  if (privilege.startsWith('prvRead')) return true;
  return ![...registrationTables, ...administrationTables].some((table) => privilege.endsWith(table));
};

/** Registers and customizes everything, and administers nobody. */
export const customizerRights: Rights = (privilege) => {
  if (privilege.endsWith('SdkMessageProcessingStepSecureConfig')) return false;
  if (privilege.startsWith('prvRead')) return true;
  return !administrationTables.some((table) => privilege.endsWith(table));
};
