import { z } from 'zod';
import {
  type Etag,
  Etag as EtagSchema,
  MessageFilterId,
  MessageId,
  PluginTypeId,
  ServiceEndpointId,
  StepId,
  UserId,
} from '../../shared/domain/ids.ts';
import type { Deployment, EventHandler, Stage, Step } from '../../shared/domain/registration.ts';
import type { EndpointStepDraft } from '../../shared/domain/step.ts';
import {
  anyOf,
  groupsOf,
  labelSuffix,
  labelsAndTargets,
  targetTableSuffix,
  wholePages,
} from './odataText.ts';
import type { RequestScope } from './ports.ts';
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
import { updateExamined } from './updateExamined.ts';
import type { WebApi } from './webApi.ts';

const set = 'sdkmessageprocessingsteps';
const select =
  'sdkmessageprocessingstepid,name,description,stage,mode,rank,supporteddeployment,asyncautodelete,' +
  'filteringattributes,configuration,statecode,_eventhandler_value,_plugintypeid_value,_sdkmessageid_value,' +
  '_sdkmessagefilterid_value,_impersonatinguserid_value,_sdkmessageprocessingstepsecureconfigid_value,' +
  `iscustomizable,ishidden,${changeColumns}`;
const expand =
  'sdkmessageid($select=name),sdkmessagefilterid($select=primaryobjecttypecode,secondaryobjecttypecode)';
/** The stages that the official tool shows; the others belong to the platform. */
const shownStages = 'stage eq 10 or stage eq 20 or stage eq 40 or stage eq 50';

const handlerTable = `_eventhandler_value${targetTableSuffix}` as const;
const userName = `_impersonatinguserid_value${labelSuffix}` as const;

const Row = z.object({
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
  _sdkmessageprocessingstepsecureconfigid_value: text,
  iscustomizable: managedProperty,
  ishidden: managedProperty,
  sdkmessageid: z.object({ name: text }).nullish(),
  sdkmessagefilterid: z.object({ primaryobjecttypecode: text, secondaryobjecttypecode: text }).nullish(),
  ...changeShape,
});
type Row = z.output<typeof Row>;

const stages = new Map<number, Stage>([
  [10, 'preValidation'],
  [20, 'preOperation'],
  [30, 'mainOperation'],
  [40, 'postOperation'],
  [50, 'postOperationDeprecated'],
]);
const deployments = new Map<number, Deployment>([
  [0, 'server'],
  [1, 'offline'],
  [2, 'both'],
]);

/** Undefined for a step without handler or message: it could be neither shown nor run. */
function fromRow(row: Row): Step | undefined {
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
    hasSecureConfiguration: typeof row._sdkmessageprocessingstepsecureconfigid_value === 'string',
    customizable: propertyValue(row.iscustomizable, true),
    hidden: propertyValue(row.ishidden, false),
    ...changesOf(row),
  };
}

/** The handler is a type or an endpoint; where the server does not say which, the old twin column tells. */
function handlerOf(row: Row): EventHandler | undefined {
  const id = row._eventhandler_value ?? row._plugintypeid_value;
  if (id === null || id === undefined) return undefined;
  const isType = row[handlerTable] ? row[handlerTable] === 'plugintype' : row._plugintypeid_value === id;
  return isType ? { kind: 'pluginType', id } : { kind: 'serviceEndpoint', id: ServiceEndpointId.parse(id) };
}

function tableName(name: string | null | undefined): string | null {
  return name === null || name === undefined || name === '' || name === 'none' ? null : name;
}

type Columns = Record<string, string | number | boolean | null>;

function toColumns(draft: EndpointStepDraft): Columns {
  return {
    name: draft.name,
    description: draft.description === '' ? null : draft.description,
    rank: draft.rank,
    asyncautodelete: draft.deleteJobWhenSuccessful,
    filteringattributes: draft.filteringAttributes === null ? null : draft.filteringAttributes.join(','),
  };
}

function storedColumns(step: Step): Columns {
  return {
    name: step.name,
    description: step.description,
    rank: step.rank,
    asyncautodelete: step.deleteJobWhenSuccessful,
    filteringattributes: step.filteringAttributes === null ? null : step.filteringAttributes.join(','),
  };
}

/** Lookups are written by their navigation names, whose letter case matters. Null clears one. */
function changedLookups(stored: Step, draft: EndpointStepDraft): Record<string, string | null> {
  const changed: Record<string, string | null> = {};
  if (stored.messageId !== draft.messageId) {
    changed['sdkmessageid@odata.bind'] = `/sdkmessages(${draft.messageId})`;
  }
  if (stored.messageFilterId !== draft.messageFilterId) {
    changed['sdkmessagefilterid@odata.bind'] =
      draft.messageFilterId === null ? null : `/sdkmessagefilters(${draft.messageFilterId})`;
  }
  if (stored.runAsUserId !== draft.runAsUserId) {
    changed['impersonatinguserid@odata.bind'] =
      draft.runAsUserId === null ? null : `/systemusers(${draft.runAsUserId})`;
  }
  if (stored.handler.id !== draft.endpointId) {
    changed['eventhandler_serviceendpoint@odata.bind'] = `/serviceendpoints(${draft.endpointId})`;
  }
  return changed;
}

const enabledState = { statecode: 0, statuscode: 1 } as const;
const disabledState = { statecode: 1, statuscode: 2 } as const;

/** Table sdkmessageprocessingstep. */
export interface Steps {
  list(scope?: RequestScope): Promise<Step[]>;
  read(id: StepId, scope?: RequestScope): Promise<{ step: Step; etag: Etag }>;
  /** Ids of the steps that an endpoint handles. */
  idsOfEndpoint(id: ServiceEndpointId, scope?: RequestScope): Promise<StepId[]>;
  /** Those that types run, whatever their stage. */
  ofTypes(ids: readonly PluginTypeId[], scope?: RequestScope): Promise<Step[]>;
  /** Lets another type run them; ids, images and everything else stay. All or none of at most 1,000 steps. */
  moveToType(ids: readonly StepId[], typeId: PluginTypeId, scope?: RequestScope): Promise<void>;
  create(id: StepId, draft: EndpointStepDraft, scope?: RequestScope): Promise<void>;
  /** Sends only what differs from `stored`. Sends nothing when nothing differs. */
  update(stored: Step, draft: EndpointStepDraft, etag: Etag, scope?: RequestScope): Promise<void>;
  /** All or none of at most 1,000 steps. */
  setState(ids: readonly StepId[], enabled: boolean, scope?: RequestScope): Promise<void>;
}

export function createSteps(api: WebApi): Steps {
  async function read(id: StepId, scope?: RequestScope) {
    const { row, etag } = await api.readRow(
      {
        operation: 'step.read',
        path: `${set}(${id})?$select=${select}&$expand=${expand}`,
        prefer: [labelsAndTargets],
      },
      Row.transform((value, context) => {
        const step = fromRow(value);
        if (step) return step;
        context.addIssue({
          code: 'custom',
          message: 'The step has no handler, no message or an unknown stage',
        });
        return z.NEVER;
      }),
      scope,
    );
    return { step: row, etag: EtagSchema.parse(etag) };
  }

  async function setState(ids: readonly StepId[], enabled: boolean, scope?: RequestScope): Promise<void> {
    const body = enabled ? enabledState : disabledState;
    await api.changeSet(
      {
        operation: enabled ? 'step.enable' : 'step.disable',
        operations: ids.map((id) => ({ method: 'PATCH', path: `${set}(${id})`, etag: '*', body })),
        // Setting a state that is set already changes nothing.
        repeatable: true,
      },
      scope,
    );
  }

  return {
    async list(scope) {
      const filter = encodeURIComponent(`(${shownStages})`);
      const rows = await api.readRows(
        {
          operation: 'step.list',
          path: `${set}?$select=${select}&$expand=${expand}&$filter=${filter}`,
          prefer: [wholePages, labelsAndTargets],
        },
        Row,
        scope,
      );
      return rows.map(fromRow).filter((step) => step !== undefined);
    },

    read,

    async idsOfEndpoint(id, scope) {
      const rows = await api.readRows(
        {
          operation: 'step.listIds',
          path: `${set}?$select=sdkmessageprocessingstepid&$filter=_eventhandler_value%20eq%20${id}`,
          prefer: [wholePages],
        },
        z.object({ sdkmessageprocessingstepid: StepId }),
        scope,
      );
      return rows.map((row) => row.sdkmessageprocessingstepid);
    },

    async ofTypes(ids, scope) {
      const lists = await Promise.all(
        groupsOf(ids, 80).map((group) =>
          api.readRows(
            {
              operation: 'step.listOfTypes',
              path: `${set}?$select=${select}&$expand=${expand}&$filter=${anyOf('_eventhandler_value', group)}`,
              prefer: [wholePages, labelsAndTargets],
            },
            Row,
            scope,
          ),
        ),
      );
      return lists
        .flat()
        .map(fromRow)
        .filter((step) => step !== undefined);
    },

    async moveToType(ids, typeId, scope) {
      await api.changeSet(
        {
          operation: 'step.moveToType',
          operations: ids.map((id) => ({
            method: 'PATCH',
            path: `${set}(${id})`,
            etag: '*',
            body: { 'eventhandler_plugintype@odata.bind': `/plugintypes(${typeId})` },
          })),
          repeatable: true,
        },
        scope,
      );
    },

    async create(id, draft, scope) {
      const body: Record<string, unknown> = {
        sdkmessageprocessingstepid: id,
        ...toColumns(draft),
        stage: 40,
        mode: 1,
        supporteddeployment: 0,
        invocationsource: 0,
        'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${draft.endpointId})`,
        'sdkmessageid@odata.bind': `/sdkmessages(${draft.messageId})`,
      };
      if (draft.messageFilterId !== null) {
        body['sdkmessagefilterid@odata.bind'] = `/sdkmessagefilters(${draft.messageFilterId})`;
      }
      if (draft.runAsUserId !== null) {
        body['impersonatinguserid@odata.bind'] = `/systemusers(${draft.runAsUserId})`;
      }
      await api.create({ operation: 'step.create', set, body }, scope);
      // Older organisations refuse a state on create.
      if (!draft.enabled) await setState([id], false, scope);
    },

    async update(stored, draft, etag, scope) {
      const before = storedColumns(stored);
      const changed: Columns = {};
      for (const [column, value] of Object.entries(toColumns(draft))) {
        if ((before[column] ?? null) !== value) changed[column] = value;
      }
      if (stored.enabled !== draft.enabled) {
        Object.assign(changed, draft.enabled ? enabledState : disabledState);
      }
      await updateExamined(
        api,
        {
          operation: 'step.update',
          path: `${set}(${stored.id})`,
          changed,
          unreadable: changedLookups(stored, draft),
          etag,
          readAgain: async () => {
            const now = await read(stored.id, scope);
            const state = now.step.enabled ? enabledState : disabledState;
            return { columns: { ...storedColumns(now.step), ...state }, etag: now.etag };
          },
        },
        scope,
      );
    },

    setState,
  };
}
