import { type Association, createSchema, type Schema } from './schema.ts';
import type { TableDefinition } from './table.ts';
import { accountTable } from './tables/accountTable.ts';
import {
  appointmentTable,
  emailTable,
  faxTable,
  letterTable,
  phoneCallTable,
  taskTable,
} from './tables/activityTables.ts';
import { annotationTable } from './tables/annotationTable.ts';
import { asyncOperationTable } from './tables/asyncOperationTable.ts';
import { contactTable } from './tables/contactTable.ts';
import {
  customApiRequestParameterTable,
  customApiResponsePropertyTable,
  customApiTable,
  managedIdentityTable,
} from './tables/customApiTables.ts';
import { sdkMessageFilterTable, sdkMessageTable } from './tables/messageTables.ts';
import {
  businessUnitTable,
  organizationTable,
  systemUserTable,
  teamTable,
  transactionCurrencyTable,
} from './tables/organizationTables.ts';
import {
  pluginAssemblyTable,
  pluginPackageTable,
  pluginTraceLogTable,
  pluginTypeStatisticTable,
  pluginTypeTable,
} from './tables/pluginTables.ts';
import { roleTable, userRoles, userRoleTable } from './tables/roleTables.ts';
import { invoiceTable, quoteTable, salesOrderTable } from './tables/salesDocumentTables.ts';
import { leadTable, opportunityTable } from './tables/salesTables.ts';
import { serviceEndpointTable } from './tables/serviceEndpointTable.ts';
import { incidentTable, productTable } from './tables/serviceTables.ts';
import {
  publisherTable,
  solutionComponentDefinitionTable,
  solutionComponentTable,
  solutionTable,
} from './tables/solutionTables.ts';
import { imageTable, secureConfigTable, stepTable } from './tables/stepTables.ts';
import { workflowTable } from './tables/workflowTable.ts';

export const tableDefinitions: readonly TableDefinition[] = [
  accountTable,
  contactTable,
  taskTable,
  emailTable,
  phoneCallTable,
  appointmentTable,
  letterTable,
  faxTable,
  annotationTable,
  leadTable,
  opportunityTable,
  quoteTable,
  salesOrderTable,
  invoiceTable,
  incidentTable,
  productTable,
  serviceEndpointTable,
  pluginPackageTable,
  pluginAssemblyTable,
  pluginTypeTable,
  pluginTypeStatisticTable,
  pluginTraceLogTable,
  stepTable,
  imageTable,
  secureConfigTable,
  sdkMessageTable,
  sdkMessageFilterTable,
  asyncOperationTable,
  publisherTable,
  solutionTable,
  solutionComponentTable,
  solutionComponentDefinitionTable,
  customApiTable,
  customApiRequestParameterTable,
  customApiResponsePropertyTable,
  managedIdentityTable,
  workflowTable,
  organizationTable,
  businessUnitTable,
  teamTable,
  systemUserTable,
  roleTable,
  userRoleTable,
  transactionCurrencyTable,
];

export const associations: readonly Association[] = [userRoles];

/** Every table of the organisation, joined. Names, types, lengths and labels are those of Dataverse's reference. */
export const dataverseSchema: Schema = createSchema(tableDefinitions, associations);
