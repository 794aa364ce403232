import { z } from 'zod';
import {
  AssemblyId,
  ImageId,
  PackageId,
  PluginTypeId,
  ServiceEndpointId,
  StepId,
} from '../../shared/domain/ids.ts';
import type { NodeReference } from '../../shared/domain/registration.ts';
import type { MissingSecret } from '../../shared/domain/restorePlan.ts';
import type { SavedRegistrations } from '../../shared/domain/savedRegistrations.ts';
import { targetTableSuffix } from './odataText.ts';
import { flag, number, text } from './rowColumns.ts';

/** A row of a saved file, read as what it is; the file may come from anywhere. */
export interface SavedRow {
  readonly node: NodeReference;
  readonly name: string;
  /** What has to be there before it: the assembly of a type, the handler of a step, the step of an image. */
  readonly parent: NodeReference | null;
  /** Assemblies: the package that brings them. */
  readonly packageId: string | null;
  /** Types: the CLR name, by which a type is found again that a package brought under another id. */
  readonly typeName: string | null;
  /** Assemblies in the database and packages: whether the file has their content. */
  readonly contentMissing: boolean;
  readonly missingSecret: MissingSecret | null;
  readonly step: SavedStep | null;
  /** What is written back, without references to other rows. */
  readonly columns: Readonly<Record<string, unknown>>;
}

export interface SavedStep {
  readonly enabled: boolean;
  readonly messageId: string;
  readonly message: string | null;
  readonly filterId: string | null;
  readonly table: string | null;
  readonly secondaryTable: string | null;
  readonly runAsUserId: string | null;
  readonly secureConfigurationId: string | null;
}

export interface UnderstoodRows {
  /** In the order in which they can be created. */
  readonly rows: readonly SavedRow[];
  /** How many rows were no registrations. */
  readonly strange: number;
}

type Row = Readonly<Record<string, unknown>>;

/** The columns that can be written, by table; everything else of a row is the server's own. */
const writable = {
  package: ['name', 'uniquename', 'version', 'content'],
  assembly: [
    ...['name', 'content', 'culture', 'publickeytoken', 'version', 'sourcetype', 'isolationmode', 'path'],
    'description',
  ],
  pluginType: ['typename', 'friendlyname', 'name', 'description', 'workflowactivitygroupname'],
  serviceEndpoint: [
    ...['name', 'description', 'contract', 'authtype', 'connectionmode', 'messageformat', 'messagecharset'],
    ...['userclaim', 'namespaceformat', 'namespaceaddress', 'solutionnamespace', 'path', 'url', 'saskeyname'],
    'schematype',
  ],
  step: [
    ...['name', 'description', 'stage', 'mode', 'rank', 'supporteddeployment', 'invocationsource'],
    ...['asyncautodelete', 'filteringattributes', 'configuration', 'canusereadonlyconnection'],
    'canbebypassed',
  ],
  image: [
    ...['name', 'entityalias', 'imagetype', 'messagepropertyname', 'attributes', 'description'],
    'relatedattributename',
  ],
} as const satisfies Readonly<Record<NodeReference['kind'], readonly string[]>>;

const Package = z.object({ pluginpackageid: PackageId, name: text, uniquename: text, content: text });
const Assembly = z.object({
  pluginassemblyid: AssemblyId,
  name: text,
  content: text,
  sourcetype: number,
  _packageid_value: text,
});
const Type = z.object({
  plugintypeid: PluginTypeId,
  typename: z.string(),
  _pluginassemblyid_value: AssemblyId,
});
const Endpoint = z.object({
  serviceendpointid: ServiceEndpointId,
  name: text,
  authtype: number,
  issaskeyset: flag,
  issastokenset: flag,
  isauthvalueset: flag,
});
const handlerTable = `_eventhandler_value${targetTableSuffix}` as const;
const Step = z.object({
  sdkmessageprocessingstepid: StepId,
  name: text,
  statecode: number,
  _eventhandler_value: z.guid(),
  [handlerTable]: text,
  _plugintypeid_value: text,
  _sdkmessageid_value: z.guid(),
  _sdkmessagefilterid_value: z.guid().nullish(),
  _impersonatinguserid_value: z.guid().nullish(),
  _sdkmessageprocessingstepsecureconfigid_value: text,
  sdkmessageid: z.object({ name: text }).nullish(),
  sdkmessagefilterid: z.object({ primaryobjecttypecode: text, secondaryobjecttypecode: text }).nullish(),
});
const Image = z.object({
  sdkmessageprocessingstepimageid: ImageId,
  name: text,
  entityalias: text,
  _sdkmessageprocessingstepid_value: StepId,
});

/** Reads the rows of a saved file. What is no registration is counted and left out. */
export function understandSavedRows(saved: SavedRegistrations): UnderstoodRows {
  const rows: SavedRow[] = [];
  let strange = 0;
  const take = <Parsed>(
    list: readonly Row[],
    schema: z.ZodType<Parsed>,
    toRow: (parsed: Parsed, row: Row) => SavedRow,
  ): void => {
    for (const row of list) {
      const parsed = schema.safeParse(row);
      if (parsed.success) rows.push(toRow(parsed.data, row));
      else strange += 1;
    }
  };
  take(saved.packages, Package, packageRow);
  take(saved.assemblies, Assembly, assemblyRow);
  take(saved.types, Type, typeRow);
  take(saved.serviceEndpoints, Endpoint, endpointRow);
  take(saved.steps, Step, stepRow);
  take(saved.images, Image, imageRow);
  const different = new Map(rows.map((row) => [row.node.id as string, row]));
  return { rows: [...different.values()], strange };
}

const plain = {
  parent: null,
  packageId: null,
  typeName: null,
  contentMissing: false,
  missingSecret: null,
  step: null,
} as const;

function packageRow(parsed: z.output<typeof Package>, row: Row): SavedRow {
  return {
    ...plain,
    node: { kind: 'package', id: parsed.pluginpackageid },
    name: parsed.name || parsed.uniquename || parsed.pluginpackageid,
    contentMissing: !parsed.content,
    columns: columnsOf('package', row),
  };
}

const inDatabase = 0;

function assemblyRow(parsed: z.output<typeof Assembly>, row: Row): SavedRow {
  const packageId = parsed._packageid_value?.toLowerCase() ?? null;
  return {
    ...plain,
    node: { kind: 'assembly', id: parsed.pluginassemblyid },
    name: parsed.name || parsed.pluginassemblyid,
    packageId,
    contentMissing: packageId === null && (parsed.sourcetype ?? inDatabase) === inDatabase && !parsed.content,
    columns: columnsOf('assembly', row),
  };
}

function typeRow(parsed: z.output<typeof Type>, row: Row): SavedRow {
  return {
    ...plain,
    node: { kind: 'pluginType', id: parsed.plugintypeid },
    name: parsed.typename,
    typeName: parsed.typename,
    parent: { kind: 'assembly', id: parsed._pluginassemblyid_value },
    columns: columnsOf('pluginType', row),
  };
}

function endpointRow(parsed: z.output<typeof Endpoint>, row: Row): SavedRow {
  return {
    ...plain,
    node: { kind: 'serviceEndpoint', id: parsed.serviceendpointid },
    name: parsed.name || parsed.serviceendpointid,
    missingSecret: secretOf(parsed),
    columns: columnsOf('serviceEndpoint', row),
  };
}

const webhookKey = 4;

function secretOf(parsed: z.output<typeof Endpoint>): MissingSecret | null {
  if (parsed.issaskeyset) return 'sasKey';
  if (parsed.issastokenset) return 'sasToken';
  if (!parsed.isauthvalueset) return null;
  return parsed.authtype === webhookKey ? 'webhookKey' : 'webhookSettings';
}

function stepRow(parsed: z.output<typeof Step>, row: Row): SavedRow {
  const handler = parsed._eventhandler_value;
  const isType = parsed[handlerTable]
    ? parsed[handlerTable] === 'plugintype'
    : parsed._plugintypeid_value?.toLowerCase() === handler.toLowerCase();
  const filter = parsed.sdkmessagefilterid;
  return {
    ...plain,
    node: { kind: 'step', id: parsed.sdkmessageprocessingstepid },
    name: parsed.name || parsed.sdkmessageprocessingstepid,
    parent: isType
      ? { kind: 'pluginType', id: PluginTypeId.parse(handler) }
      : { kind: 'serviceEndpoint', id: ServiceEndpointId.parse(handler) },
    missingSecret: parsed._sdkmessageprocessingstepsecureconfigid_value ? 'secureConfiguration' : null,
    step: {
      enabled: (parsed.statecode ?? 0) === 0,
      messageId: parsed._sdkmessageid_value,
      message: parsed.sdkmessageid?.name ?? null,
      filterId: parsed._sdkmessagefilterid_value ?? null,
      table: filter?.primaryobjecttypecode ?? null,
      secondaryTable: filter?.secondaryobjecttypecode ?? null,
      runAsUserId: parsed._impersonatinguserid_value ?? null,
      secureConfigurationId: parsed._sdkmessageprocessingstepsecureconfigid_value ?? null,
    },
    columns: columnsOf('step', row),
  };
}

function imageRow(parsed: z.output<typeof Image>, row: Row): SavedRow {
  return {
    ...plain,
    node: { kind: 'image', id: parsed.sdkmessageprocessingstepimageid },
    name: parsed.name || parsed.entityalias || parsed.sdkmessageprocessingstepimageid,
    parent: { kind: 'step', id: parsed._sdkmessageprocessingstepid_value },
    columns: columnsOf('image', row),
  };
}

/** Only plain values of columns that can be written: the file may hold anything. */
function columnsOf(kind: NodeReference['kind'], row: Row): Record<string, unknown> {
  const columns: Record<string, unknown> = {};
  for (const column of writable[kind]) {
    const value = row[column];
    const fits = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    if (fits) columns[column] = value;
  }
  return columns;
}
