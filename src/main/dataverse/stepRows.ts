import { z } from 'zod';
import {
  MessageFilterId,
  MessageId,
  PluginTypeId,
  ServiceEndpointId,
  StepId,
  UserId,
} from '../../shared/domain/ids.ts';
import type { Deployment, EventHandler, Stage, Step } from '../../shared/domain/registration.ts';
import { labelSuffix, targetTableSuffix } from './odataText.ts';
import {
  changeColumns,
  changeShape,
  changesOf,
  flag,
  managedProperty,
  namesOf,
  number,
  propertyValue,
  text,
} from './rowColumns.ts';

/** A row of a table of its own, which a step points to. */
export const SecureConfigurationId = z
  .guid()
  .transform((id) => id.toLowerCase())
  .brand<'SecureConfigurationId'>();
export type SecureConfigurationId = z.infer<typeof SecureConfigurationId>;

export const stepSelect =
  'sdkmessageprocessingstepid,name,description,stage,mode,rank,supporteddeployment,asyncautodelete,' +
  'filteringattributes,configuration,statecode,_eventhandler_value,_plugintypeid_value,_sdkmessageid_value,' +
  '_sdkmessagefilterid_value,_impersonatinguserid_value,_sdkmessageprocessingstepsecureconfigid_value,' +
  `iscustomizable,ishidden,${changeColumns}`;
export const stepExpand =
  'sdkmessageid($select=name),sdkmessagefilterid($select=primaryobjecttypecode,secondaryobjecttypecode)';
/** The stages that the official tool shows; the others belong to the platform. */
export const shownStages = 'stage eq 10 or stage eq 20 or stage eq 40 or stage eq 50';

const handlerTable = `_eventhandler_value${targetTableSuffix}` as const;
const userName = `_impersonatinguserid_value${labelSuffix}` as const;

export const StepRow = z.object({
  sdkmessageprocessingstepid: StepId,
  name: text,
  description: text,
  stage: number,
  mode: number,
  rank: number,
  supporteddeployment: number,
  asyncautodelete: flag,
  filteringattributes: text,
  configuration: text,
  statecode: number,
  // Most handlers are types; which one it is, the annotation tells, and the few endpoints are parsed once more.
  _eventhandler_value: PluginTypeId.nullish(),
  [handlerTable]: text,
  _plugintypeid_value: PluginTypeId.nullish(),
  _sdkmessageid_value: MessageId.nullish(),
  _sdkmessagefilterid_value: MessageFilterId.nullish(),
  _impersonatinguserid_value: UserId.nullish(),
  [userName]: text,
  _sdkmessageprocessingstepsecureconfigid_value: SecureConfigurationId.nullish(),
  iscustomizable: managedProperty,
  ishidden: managedProperty,
  sdkmessageid: z.object({ name: text }).nullish(),
  sdkmessagefilterid: z.object({ primaryobjecttypecode: text, secondaryobjecttypecode: text }).nullish(),
  ...changeShape,
});
export type StepRow = z.output<typeof StepRow>;

export const stages: ReadonlyMap<number, Stage> = new Map([
  [10, 'preValidation'],
  [20, 'preOperation'],
  [30, 'mainOperation'],
  [40, 'postOperation'],
  [50, 'postOperationDeprecated'],
]);
export const deployments: ReadonlyMap<number, Deployment> = new Map([
  [0, 'server'],
  [1, 'offline'],
  [2, 'both'],
]);

/** Undefined for a step without handler or message: it could be neither shown nor run. */
export function stepFromRow(row: StepRow): Step | undefined {
  const handler = handlerOf(row);
  const stage = stages.get(row.stage ?? 0);
  const messageId = row._sdkmessageid_value;
  if (!handler || !stage || !messageId) return undefined;
  return {
    kind: 'step',
    id: row.sdkmessageprocessingstepid,
    name: row.name ?? '',
    description: row.description ?? null,
    handler,
    messageId,
    message: row.sdkmessageid?.name ?? '',
    messageFilterId: row._sdkmessagefilterid_value ?? null,
    table: tableName(row.sdkmessagefilterid?.primaryobjecttypecode),
    secondaryTable: tableName(row.sdkmessagefilterid?.secondaryobjecttypecode),
    stage,
    mode: row.mode === 1 ? 'asynchronous' : 'synchronous',
    rank: row.rank ?? 1,
    deployment: deployments.get(row.supporteddeployment ?? 0) ?? 'server',
    enabled: (row.statecode ?? 0) === 0,
    filteringAttributes: namesOf(row.filteringattributes),
    deleteJobWhenSuccessful: row.asyncautodelete ?? false,
    runAsUserId: row._impersonatinguserid_value ?? null,
    runAsUserName: row[userName] ?? null,
    configuration: row.configuration ?? null,
    hasSecureConfiguration: row._sdkmessageprocessingstepsecureconfigid_value != null,
    customizable: propertyValue(row.iscustomizable, true),
    hidden: propertyValue(row.ishidden, false),
    ...changesOf(row),
  };
}

/** The handler is a type or an endpoint; where the server does not say which, the old twin column tells. */
function handlerOf(row: StepRow): EventHandler | undefined {
  const id = row._eventhandler_value ?? row._plugintypeid_value;
  if (id === null || id === undefined) return undefined;
  const isType = row[handlerTable] ? row[handlerTable] === 'plugintype' : row._plugintypeid_value === id;
  return isType ? { kind: 'pluginType', id } : { kind: 'serviceEndpoint', id: ServiceEndpointId.parse(id) };
}

function tableName(name: string | null | undefined): string | null {
  return name === null || name === undefined || name === '' || name === 'none' ? null : name;
}
