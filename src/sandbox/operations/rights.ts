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
  'Organization',
];

/** A salesperson: sees what is registered and works with business rows, but registers nothing and sees no secure configuration. */
export const basicUserRights: Rights = (privilege) => {
  if (privilege.endsWith('SdkMessageProcessingStepSecureConfig')) return false;
  if (privilege.startsWith('prvRead')) return true;
  return !registrationTables.some((table) => privilege.endsWith(table));
};
