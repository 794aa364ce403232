import { randomUUID } from 'node:crypto';
import type { HandlerInput } from '../../shared/contract/contract.ts';
import { StepId } from '../../shared/domain/ids.ts';
import type { Step } from '../../shared/domain/registration.ts';
import type { SecureConfigurationChange, StepDraft } from '../../shared/domain/step.ts';
import type { ImageDraft } from '../../shared/domain/stepImage.ts';
import { checkImageDraft } from '../../shared/domain/stepImageRules.ts';
import { propertyOnMessage } from '../../shared/domain/stepImageSupport.ts';
import { allowsTable } from '../../shared/domain/stepMessage.ts';
import type { StepCheckContext } from '../../shared/domain/stepProblem.ts';
import { checkStepDraft, hasSecureAfter } from '../../shared/domain/stepRules.ts';
import type { ReadStep } from '../dataverse/steps.ts';
import type { Tell } from '../ports.ts';
import { filtersOf } from './choices.ts';
import { conflictFailure, isConflict } from './conflictFailure.ts';
import type { Handlers } from './handlers.ts';
import type { OpenOrganization, OpenOrganizationOf } from './ports.ts';
import { refuseProblems } from './refuseProblems.ts';
import { readSecureConfiguration, secretOf } from './secureConfiguration.ts';
import { findHandlerKind } from './stepHandlers.ts';
import { wordsOfStep, wordsOfStepDraft } from './stepWords.ts';

type UpdateInput = HandlerInput<'step.update'>;

export function createSteps(ports: {
  open: OpenOrganizationOf;
  tell: Tell;
}): Pick<
  Handlers,
  'step.read' | 'step.readSecureConfiguration' | 'step.create' | 'step.update' | 'step.setState'
> {
  /** What the page has checked while the user typed, against what the organisation says now. */
  async function refuseBadDraft(
    organization: OpenOrganization,
    draft: StepDraft,
    known: Pick<StepCheckContext, 'images' | 'secure'>,
    signal: AbortSignal,
  ): Promise<void> {
    // What needs no request is refused without one.
    refuseProblems(checkStepDraft(draft, known));
    const handlerKind = await findHandlerKind(organization, draft.handler, signal);
    refuseProblems(checkStepDraft(draft, { ...known, handlerKind }));
    if (!allowsTable(draft.message) && draft.messageFilterId === null) return;
    const filters = await filtersOf(organization, draft.messageId, { signal });
    const tables = filters.flatMap(({ id, table, availability }) =>
      table === null ? [] : [{ messageFilterId: id, logicalName: table, availability }],
    );
    const tablelessFilters = filters.filter(({ table }) => table === null).map(({ id }) => id);
    refuseProblems(
      checkStepDraft(draft, {
        ...known,
        handlerKind,
        tables,
        tablelessFilters,
        anyTable: filters.length > 0,
      }),
    );
  }

  /** Images that come with a new step, as a copy's do. */
  async function refuseBadImages(
    { dataverse, memory }: OpenOrganization,
    draft: StepDraft,
    images: readonly ImageDraft[],
    signal: AbortSignal,
  ): Promise<void> {
    const { table } = draft;
    if (images.length === 0) return;
    const columns =
      table === null
        ? undefined
        : await memory.columns.get(table, () => dataverse.metadata.columns(table, { signal }));
    for (const [index, image] of images.entries()) {
      const otherAliases = images.filter((_, at) => at !== index).map((other) => other.entityAlias);
      const context = { step: draft, otherAliases, columns: columns?.map(({ logicalName }) => logicalName) };
      refuseProblems(
        checkImageDraft(image, context).map((problem) => ({
          ...problem,
          field: 'images',
          sentence: `Image ${image.name}: ${problem.sentence}`,
        })),
      );
    }
  }

  /** The step against which the draft is compared; a conflict when it is not the one that the user saw. */
  async function baseOf(
    { dataverse, memory }: OpenOrganization,
    { id, draft, etag, overwrite }: UpdateInput,
    signal: AbortSignal,
  ): Promise<ReadStep> {
    const now = await dataverse.steps.read(id, { signal });
    if (overwrite || now.etag === etag) return now;
    const read = memory.steps.recall(id, etag);
    throw conflictFailure({
      read: read && wordsOfStep(read),
      wanted: wordsOfStepDraft(draft, now.step),
      now: wordsOfStep(now.step),
      noun: 'step',
    });
  }

  /** Images follow their step's message; whether they can, the rules say. */
  async function imagesOf(
    { dataverse }: OpenOrganization,
    step: Step,
    draft: StepDraft,
    signal: AbortSignal,
  ) {
    const moved =
      step.messageId !== draft.messageId ||
      step.stage !== draft.stage ||
      step.messageFilterId !== draft.messageFilterId;
    const images = moved ? await dataverse.images.ofStep(step.id, { signal }) : [];
    const imageProperties = images.flatMap((image) => {
      const property = propertyOnMessage(image, draft.message);
      return property === null || property === image.messagePropertyName ? [] : [{ id: image.id, property }];
    });
    return { images, imageProperties };
  }

  return {
    'step.read': async ({ connectionId, id }, { signal }) => {
      const { dataverse, memory } = await ports.open(connectionId);
      const { step, etag } = await dataverse.steps.read(id, { signal });
      memory.steps.remember(step, etag);
      return { step, etag };
    },

    'step.readSecureConfiguration': async ({ connectionId, id }, { signal }) => {
      const organization = await ports.open(connectionId);
      return { secret: await readSecureConfiguration(organization, id, signal) };
    },

    'step.create': async ({ connectionId, draft, secureConfiguration, images, solution }, { signal }) => {
      const organization = await ports.open(connectionId);
      const secure = hasSecureAfter(secureConfiguration, false);
      await refuseBadDraft(organization, draft, { secure }, signal);
      await refuseBadImages(organization, draft, images, signal);
      const secret = await secretOf(organization, secureConfiguration, signal);
      const id = StepId.parse(randomUUID());
      try {
        await organization.dataverse.steps.create(id, draft, { secret, images, solution }, { signal });
      } finally {
        // A step that could be created but not disabled is there too.
        ports.tell('registrations.changed', { connectionId });
      }
      return { id };
    },

    'step.update': async (input, { signal }) => {
      const { connectionId, id, draft, secureConfiguration } = input;
      const organization = await ports.open(connectionId);
      const { dataverse } = organization;
      const base = await baseOf(organization, input, signal);
      const { images, imageProperties } = await imagesOf(organization, base.step, draft, signal);
      const secure = hasSecureAfter(secureConfiguration, base.step.hasSecureConfiguration);
      await refuseBadDraft(organization, draft, { images, secure }, signal);
      const secret = await secretAfter(organization, secureConfiguration, base.step, signal);
      try {
        await dataverse.steps.update(base, draft, { secret, imageProperties }, base.etag, { signal });
      } catch (error) {
        if (!isConflict(error)) throw error;
        const now = await dataverse.steps.read(id, { signal });
        throw conflictFailure(
          {
            read: wordsOfStep(base.step),
            wanted: wordsOfStepDraft(draft, now.step),
            now: wordsOfStep(now.step),
            noun: 'step',
          },
          error,
        );
      }
      ports.tell('registrations.changed', { connectionId });
      return {};
    },

    'step.setState': async ({ connectionId, ids, enabled }, { signal }) => {
      const { dataverse } = await ports.open(connectionId);
      const different = [...new Set(ids)];
      await dataverse.steps.setState(different, enabled, { signal });
      ports.tell('registrations.changed', { connectionId });
      return { changed: different.length };
    },
  };
}

/** What to send for the secure configuration: a text, null to remove it, undefined to leave it. */
async function secretAfter(
  organization: OpenOrganization,
  change: SecureConfigurationChange,
  { hasSecureConfiguration }: Step,
  signal: AbortSignal,
): Promise<string | null | undefined> {
  if (change.kind === 'remove') return hasSecureConfiguration ? null : undefined;
  return secretOf(organization, change, signal);
}
