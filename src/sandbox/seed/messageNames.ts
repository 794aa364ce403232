/**
 * Messages of the organisation by their real names. `tables` are those that the message has filter rows for; none:
 * the message is bound to no table. `closed`: custom steps are not allowed. `client`: also runs in the Outlook client.
 */
export type MessageSeed = {
  readonly name: string;
  readonly tables?: readonly string[];
  readonly closed?: true;
  readonly private?: true;
  readonly client?: true;
  readonly readOnly?: true;
};

const sales = ['lead', 'opportunity', 'quote', 'salesorder', 'invoice'];
const activities = ['task', 'email', 'phonecall', 'appointment', 'letter', 'fax'];
const business = ['account', 'contact', ...activities, ...sales, 'incident', 'annotation', 'product'];
const administration = ['systemuser', 'team', 'businessunit', 'transactioncurrency'];
const all = [...business, ...administration];
/** Rows of these have an owner. */
const owned = business.filter((table) => table !== 'product');

export const messageSeeds: readonly MessageSeed[] = [
  { name: 'Create', tables: all, client: true },
  { name: 'Update', tables: all, client: true },
  { name: 'Delete', tables: all, client: true },
  { name: 'Retrieve', tables: all, client: true, readOnly: true },
  { name: 'RetrieveMultiple', tables: all, client: true, readOnly: true },
  { name: 'CreateMultiple', tables: business },
  { name: 'UpdateMultiple', tables: business },
  { name: 'DeleteMultiple', tables: [], private: true },
  // Upsert runs as Create or Update: its steps would never be called.
  { name: 'Upsert', tables: business, closed: true },
  { name: 'UpsertMultiple', tables: business, closed: true },
  { name: 'Assign', tables: owned, client: true },
  { name: 'SetState', tables: [...business, 'businessunit'], client: true },
  { name: 'SetStateDynamicEntity', tables: [...business, 'businessunit'], client: true },
  { name: 'GrantAccess', tables: owned, client: true },
  { name: 'ModifyAccess', tables: owned, client: true },
  { name: 'RevokeAccess', tables: owned, client: true },
  { name: 'RetrievePrincipalAccess', tables: owned, readOnly: true },
  { name: 'RetrieveSharedPrincipalsAndAccess', tables: owned, readOnly: true },
  { name: 'Associate', tables: ['none'], client: true },
  { name: 'Disassociate', tables: ['none'], client: true },
  { name: 'Merge', tables: ['account', 'contact', 'lead', 'incident'] },
  { name: 'Send', tables: ['email', 'fax'] },
  { name: 'SendFromTemplate', tables: ['email'] },
  { name: 'DeliverIncoming', tables: ['email'] },
  { name: 'DeliverPromote', tables: ['email'] },
  { name: 'CheckIncoming', tables: ['email'], closed: true },
  { name: 'CheckPromote', tables: ['email'], closed: true },
  { name: 'BackgroundSend', tables: ['email'], private: true },
  { name: 'Route', tables: [...activities, 'incident'] },
  { name: 'AddToQueue', tables: ['none'] },
  { name: 'RemoveFromQueue', tables: ['none'] },
  { name: 'Win', tables: ['opportunity', 'quote'] },
  { name: 'Lose', tables: ['opportunity'] },
  { name: 'Close', tables: ['incident', 'quote'] },
  { name: 'Revise', tables: ['quote'] },
  { name: 'Fulfill', tables: ['salesorder'] },
  { name: 'Cancel', tables: ['salesorder'] },
  { name: 'QualifyLead', tables: ['lead'] },
  { name: 'ConvertQuoteToSalesOrder', tables: ['quote'] },
  { name: 'ConvertSalesOrderToInvoice', tables: ['salesorder'] },
  { name: 'GenerateQuoteFromOpportunity', tables: ['opportunity'] },
  { name: 'GenerateSalesOrderFromOpportunity', tables: ['opportunity'] },
  { name: 'CalculatePrice', tables: ['opportunity', 'quote', 'salesorder', 'invoice'] },
  { name: 'CalculateActualValue', tables: ['opportunity'] },
  { name: 'LockSalesOrderPricing', tables: ['salesorder'] },
  { name: 'UnlockSalesOrderPricing', tables: ['salesorder'] },
  { name: 'Book', tables: ['appointment'] },
  { name: 'Reschedule', tables: ['appointment'] },
  { name: 'Rollup', tables: ['opportunity'], readOnly: true },
  { name: 'RetrieveExchangeRate', tables: ['transactioncurrency'], readOnly: true },
  { name: 'AddMembersTeam', tables: ['team'] },
  { name: 'RemoveMembersTeam', tables: ['team'] },
  { name: 'AddMember', tables: ['none'] },
  { name: 'RemoveMember', tables: ['none'] },
  { name: 'SetBusinessSystemUser', tables: ['systemuser'] },
  { name: 'ReassignObjectsSystemUser', tables: ['systemuser'], closed: true },
  { name: 'Export', tables: ['none'], private: true },
  { name: 'ExportSolution', tables: ['none'], closed: true },
  { name: 'ImportSolution', tables: ['none'], closed: true },
  { name: 'PublishXml', tables: ['none'] },
  { name: 'PublishAll', tables: ['none'] },
  { name: 'Publish', tables: ['none'], private: true },
  { name: 'BulkDelete', tables: ['none'] },
  { name: 'ExecuteWorkflow', tables: ['none'] },
  { name: 'TriggerServiceEndpointCheck', tables: ['none'], closed: true },
  { name: 'WhoAmI', tables: ['none'], readOnly: true },
  { name: 'RetrieveVersion', tables: ['none'], private: true, readOnly: true },
  { name: 'ExecuteMultiple', tables: [], private: true },
  { name: 'ExecuteTransaction', tables: [], private: true },
  { name: 'Execute', tables: [], private: true },
  { name: 'OnExternalCreated', tables: ['none'] },
  { name: 'OnExternalUpdated', tables: ['none'] },
  { name: 'OnExternalDeleted', tables: ['none'] },
];
