import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  type Etag,
  Etag as EtagSchema,
  type ImageId,
  type PluginTypeId,
  type ServiceEndpointId,
  StepId,
} from '../../shared/domain/ids.ts';
import type { Step } from '../../shared/domain/registration.ts';
import type { StepDraft } from '../../shared/domain/step.ts';
import type { ImageDraft } from '../../shared/domain/stepImage.ts';
import { newImageBody } from './images.ts';
import type { BatchOperation } from './multipart.ts';
import { anyOf, groupsOf, labelsAndTargets, wholePages } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { RequestFailure } from './requestFailure.ts';
import {
  SecureConfigurationId,
  StepRow,
  shownStages,
  stepExpand,
  stepFromRow,
  stepSelect,
} from './stepRows.ts';
import {
  changedColumns,
  changedLookups,
  disabledState,
  enabledState,
  imagePropertyChange,
  newSecureConfiguration,
  newStepBody,
  secureBinding,
  secureSet,
  stepSet as set,
  stepColumns,
} from './stepWrites.ts';
import { updateExamined } from './updateExamined.ts';
import type { WebApi } from './webApi.ts';

export interface ReadStep {
  readonly step: Step;
  readonly etag: Etag;
  /** The row with the secure configuration. Whether it can be read, or is there at all, is not known. */
  readonly secureConfigurationId: SecureConfigurationId | null;
}

/** What is written with a step in one transaction. */
interface StepCompany {
  /** The new text, null to remove what there is; undefined leaves it. */
  readonly secret?: string | null | undefined;
  /** Unique name of the solution that a new step joins. */
  readonly solution?: string | null | undefined;
  /** Images of a new step. */
  readonly images?: readonly ImageDraft[] | undefined;
  /** Images of a stored step whose property has to follow its new message. */
  readonly imageProperties?: readonly { readonly id: ImageId; readonly property: string }[] | undefined;
}

/** Table sdkmessageprocessingstep. */
export interface Steps {
  list(scope?: RequestScope): Promise<Step[]>;
  read(id: StepId, scope?: RequestScope): Promise<ReadStep>;
  /** Those of the steps that are there, in any order. */
  readMany(ids: readonly StepId[], scope?: RequestScope): Promise<{ step: Step; etag: Etag }[]>;
  /** Ids of the steps that an endpoint handles. */
  idsOfEndpoint(id: ServiceEndpointId, scope?: RequestScope): Promise<StepId[]>;
  /** Those that types run, whatever their stage. */
  ofTypes(ids: readonly PluginTypeId[], scope?: RequestScope): Promise<Step[]>;
  /** Lets another type run them; ids, images and everything else stay. All or none of at most 1,000 steps. */
  moveToType(ids: readonly StepId[], typeId: PluginTypeId, scope?: RequestScope): Promise<void>;
  /** With all that belongs to it, or not at all. */
  create(id: StepId, draft: StepDraft, company: StepCompany, scope?: RequestScope): Promise<void>;
  /** Sends only what differs from `stored`. Sends nothing when nothing differs. */
  update(
    stored: Omit<ReadStep, 'etag'>,
    draft: StepDraft,
    company: StepCompany,
    etag: Etag,
    scope?: RequestScope,
  ): Promise<void>;
  /** All or none of at most 1,000 steps. */
  setState(ids: readonly StepId[], enabled: boolean, scope?: RequestScope): Promise<void>;
}

const RowWithEtag = StepRow.extend({ '@odata.etag': EtagSchema });
/** Ids per request: an address stays far below 32,768 characters. */
const idsTogether = 200;

export function createSteps(api: WebApi): Steps {
  async function read(id: StepId, scope?: RequestScope): Promise<ReadStep> {
    const { row, etag } = await api.readRow(
      {
        operation: 'step.read',
        path: `${set}(${id})?$select=${stepSelect}&$expand=${stepExpand}`,
        prefer: [labelsAndTargets],
      },
      StepRow.transform((value, context) => {
        const step = stepFromRow(value);
        const secureConfigurationId = value._sdkmessageprocessingstepsecureconfigid_value ?? null;
        if (step) return { step, secureConfigurationId };
        context.addIssue({
          code: 'custom',
          message: 'The step has no handler, no message or an unknown stage',
        });
        return z.NEVER;
      }),
      scope,
    );
    return { ...row, etag: EtagSchema.parse(etag) };
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

  /** Everything in one transaction. A repeat that meets our own rows has succeeded before. */
  async function createTogether(
    id: StepId,
    draft: StepDraft,
    { secret, images = [], solution }: StepCompany,
    scope?: RequestScope,
  ): Promise<void> {
    const operations: BatchOperation[] = [];
    const body = newStepBody(id, draft);
    if (typeof secret === 'string') {
      operations.push(newSecureConfiguration(SecureConfigurationId.parse(randomUUID()), secret));
      body[secureBinding] = '$1';
    }
    operations.push({ method: 'POST', path: set, body, solution: solution ?? undefined });
    const step = `$${operations.length}`;
    // Older organisations refuse a state on create.
    if (!draft.enabled) {
      operations.push({ method: 'PATCH', path: `${set}(${id})`, etag: '*', body: disabledState });
    }
    for (const image of images) {
      operations.push({
        method: 'POST',
        path: 'sdkmessageprocessingstepimages',
        body: newImageBody(randomUUID(), step, image),
      });
    }
    try {
      await api.changeSet({ operation: 'step.create', operations, repeatable: true }, scope);
    } catch (error) {
      // The secure configuration's id is a duplicate too, and comes first.
      if (!(error instanceof RequestFailure) || !error.maybeExecuted || error.failure.code !== 'duplicate') {
        throw error;
      }
    }
  }

  /** The step, its secure configuration and its images' properties in one transaction, against the step's etag. */
  async function updateTogether(
    { step, secureConfigurationId }: Omit<ReadStep, 'etag'>,
    draft: StepDraft,
    { secret, imageProperties = [] }: StepCompany,
    etag: Etag,
    scope?: RequestScope,
  ): Promise<void> {
    const body: Record<string, unknown> = { ...changedColumns(step, draft), ...changedLookups(step, draft) };
    const ownId = SecureConfigurationId.parse(randomUUID());
    const operationsFor = (from: Etag, known: SecureConfigurationId | null): BatchOperation[] => {
      const patch: BatchOperation = { method: 'PATCH', path: `${set}(${step.id})`, etag: from, body };
      const images = imageProperties.map(({ id, property }) => imagePropertyChange(id, property));
      if (secret === undefined) return [patch, ...images];
      if (secret === null) {
        body[secureBinding] = null;
        const gone: BatchOperation[] =
          known === null ? [] : [{ method: 'DELETE', path: `${secureSet}(${known})` }];
        return [patch, ...gone, ...images];
      }
      if (known === null) {
        body[secureBinding] = '$1';
        return [newSecureConfiguration(ownId, secret), patch, ...images];
      }
      // Bound again although it is bound already, so that the step's etag guards its secret too.
      body[secureBinding] = `/${secureSet}(${known})`;
      return [
        {
          method: 'PATCH',
          path: `${secureSet}(${known})`,
          etag: '*',
          body: { secureconfig: secret },
        },
        patch,
        ...images,
      ];
    };
    const send = (from: Etag, known: SecureConfigurationId | null) =>
      api.changeSet(
        { operation: 'step.update', operations: operationsFor(from, known), repeatable: true },
        scope,
      );
    try {
      await send(etag, secureConfigurationId);
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error;
      const { code } = error.failure;
      // The row that the step points to is gone, which happens: it gets a new one.
      if (code === 'notFound' && typeof secret === 'string' && secureConfigurationId !== null) {
        await send(etag, null);
        return;
      }
      if (!error.maybeExecuted || (code !== 'conflict' && code !== 'duplicate' && code !== 'notFound')) {
        throw error;
      }
      // An earlier attempt of ours may be what stands in the way.
      const now = await read(step.id, scope);
      const stands = Object.keys(changedColumns(now.step, draft)).length === 0;
      const bound = Object.keys(changedLookups(now.step, draft)).length === 0;
      if (!stands || !bound) throw error;
      if (typeof secret === 'string' && now.secureConfigurationId !== ownId) {
        await send(now.etag, now.secureConfigurationId);
      } else if (secret === null && now.secureConfigurationId !== null) throw error;
    }
  }

  return {
    async list(scope) {
      const filter = encodeURIComponent(`(${shownStages})`);
      const rows = await api.readRows(
        {
          operation: 'step.list',
          path: `${set}?$select=${stepSelect}&$expand=${stepExpand}&$filter=${filter}`,
          prefer: [wholePages, labelsAndTargets],
        },
        StepRow,
        scope,
      );
      return rows.map(stepFromRow).filter((step) => step !== undefined);
    },

    read,

    async readMany(ids, scope) {
      const groups = await Promise.all(
        groupsOf(ids, idsTogether).map((group) =>
          api.readRows(
            {
              operation: 'step.readMany',
              path:
                `${set}?$select=${stepSelect}&$expand=${stepExpand}` +
                `&$filter=${anyOf('sdkmessageprocessingstepid', group)}`,
              prefer: [wholePages, labelsAndTargets],
            },
            RowWithEtag,
            scope,
          ),
        ),
      );
      return groups.flat().flatMap((row) => {
        const step = stepFromRow(row);
        return step ? [{ step, etag: row['@odata.etag'] }] : [];
      });
    },

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
              path: `${set}?$select=${stepSelect}&$expand=${stepExpand}&$filter=${anyOf('_eventhandler_value', group)}`,
              prefer: [wholePages, labelsAndTargets],
            },
            StepRow,
            scope,
          ),
        ),
      );
      return lists
        .flat()
        .map(stepFromRow)
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

    async create(id, draft, company, scope) {
      if (typeof company.secret === 'string' || (company.images?.length ?? 0) > 0) {
        await createTogether(id, draft, company, scope);
        return;
      }
      const { solution } = company;
      await api.create({ operation: 'step.create', set, body: newStepBody(id, draft), solution }, scope);
      // Older organisations refuse a state on create.
      if (!draft.enabled) await setState([id], false, scope);
    },

    async update(stored, draft, company, etag, scope) {
      if (company.secret !== undefined || (company.imageProperties?.length ?? 0) > 0) {
        await updateTogether(stored, draft, company, etag, scope);
        return;
      }
      const { step } = stored;
      await updateExamined(
        api,
        {
          operation: 'step.update',
          path: `${set}(${step.id})`,
          changed: changedColumns(step, draft),
          unreadable: changedLookups(step, draft),
          etag,
          readAgain: async () => {
            const now = await read(step.id, scope);
            const state = now.step.enabled ? enabledState : disabledState;
            return { columns: { ...stepColumns(now.step), ...state }, etag: now.etag };
          },
        },
        scope,
      );
    },

    setState,
  };
}
