import { randomUUID } from 'node:crypto';
import type { HandlerInput } from '../../shared/contract/contract.ts';
import { FailureError } from '../../shared/contract/failure.ts';
import { StepId } from '../../shared/domain/ids.ts';
import type { Step } from '../../shared/domain/registration.ts';
import type { EndpointStepDraft } from '../../shared/domain/step.ts';
import { allowsTable, checkEndpointStepDraft } from '../../shared/domain/stepRules.ts';
import type { Tell } from '../ports.ts';
import { filtersOf } from './choices.ts';
import { conflictFailure, type FieldWords, isConflict, quoted } from './conflictFailure.ts';
import type { Handlers } from './handlers.ts';
import type { OpenOrganization, OpenOrganizationOf } from './ports.ts';
import { refuseProblems } from './refuseProblems.ts';

type UpdateInput = HandlerInput<'step.update'>;

export function createSteps(ports: {
  open: OpenOrganizationOf;
  tell: Tell;
}): Pick<Handlers, 'step.read' | 'step.create' | 'step.update' | 'step.setState'> {
  /** What the page has checked while the user typed, against what the organisation says now. */
  async function refuseBadDraft(
    organization: OpenOrganization,
    draft: EndpointStepDraft,
    signal: AbortSignal,
  ): Promise<void> {
    // What needs no request is refused without one.
    refuseProblems(checkEndpointStepDraft(draft));
    if (!allowsTable(draft.message)) return;
    const filters = await filtersOf(organization, draft.messageId, { signal });
    const tables = filters.flatMap(({ id, table }) =>
      table === null ? [] : [{ messageFilterId: id, logicalName: table }],
    );
    refuseProblems(checkEndpointStepDraft(draft, { tables, anyTable: filters.length > 0 }));
  }

  async function baseOf(
    { dataverse, memory }: OpenOrganization,
    { id, draft, etag, overwrite }: UpdateInput,
    signal: AbortSignal,
  ): Promise<{ base: Step; etag: UpdateInput['etag'] }> {
    const read = overwrite ? undefined : memory.steps.recall(id, etag);
    if (read) return { base: read, etag };
    const now = await dataverse.steps.read(id, { signal });
    if (!overwrite && now.etag !== etag) {
      throw conflictFailure({
        read: undefined,
        wanted: draftWords(draft, now.step),
        now: wordsOf(now.step),
        noun: 'step',
      });
    }
    return { base: now.step, etag: now.etag };
  }

  return {
    'step.read': async ({ connectionId, id }, { signal }) => {
      const { dataverse, memory } = await ports.open(connectionId);
      const read = await dataverse.steps.read(id, { signal });
      memory.steps.remember(read.step, read.etag);
      return read;
    },

    'step.create': async ({ connectionId, draft }, { signal }) => {
      const organization = await ports.open(connectionId);
      await refuseBadDraft(organization, draft, signal);
      const id = StepId.parse(randomUUID());
      try {
        await organization.dataverse.steps.create(id, draft, { signal });
      } finally {
        // A step that could be created but not disabled is there too.
        ports.tell('registrations.changed', { connectionId });
      }
      return { id };
    },

    'step.update': async (input, { signal }) => {
      const { connectionId, id, draft } = input;
      const organization = await ports.open(connectionId);
      const { dataverse } = organization;
      const { base, etag } = await baseOf(organization, input, signal);
      refuseOtherKind(base);
      await refuseBadDraft(organization, draft, signal);
      try {
        await dataverse.steps.update(base, draft, etag, { signal });
      } catch (error) {
        if (!isConflict(error)) throw error;
        const now = await dataverse.steps.read(id, { signal });
        throw conflictFailure(
          { read: wordsOf(base), wanted: draftWords(draft, now.step), now: wordsOf(now.step), noun: 'step' },
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

/** A step of a plug-in type has a stage and a mode of its own, which this form would not show. */
function refuseOtherKind(step: Step): void {
  if (step.handler.kind === 'serviceEndpoint') return;
  throw new FailureError({
    code: 'unsupported',
    sentence: 'This step runs a plug-in, not a service endpoint, and cannot be edited here.',
  });
}

/** The draft knows its user by id alone; where the stored row has the same one, it lends the name. */
function draftWords(draft: EndpointStepDraft, now: Step): FieldWords {
  return {
    name: quoted(draft.name),
    description: quoted(draft.description),
    message: quoted(draft.message),
    table: draft.table ?? 'any table',
    filteringAttributes: columnWords(draft.filteringAttributes),
    runAsUserId: draft.runAsUserId === now.runAsUserId ? userWords(now) : 'another user',
    rank: String(draft.rank),
    deleteJobWhenSuccessful: draft.deleteJobWhenSuccessful ? 'on' : 'off',
    enabled: draft.enabled ? 'enabled' : 'disabled',
  };
}

function wordsOf(step: Step): FieldWords {
  return {
    name: quoted(step.name),
    description: quoted(step.description),
    message: quoted(step.message),
    table: step.table ?? 'any table',
    filteringAttributes: columnWords(step.filteringAttributes),
    runAsUserId: userWords(step),
    rank: String(step.rank),
    deleteJobWhenSuccessful: step.deleteJobWhenSuccessful ? 'on' : 'off',
    enabled: step.enabled ? 'enabled' : 'disabled',
  };
}

function userWords({ runAsUserId, runAsUserName }: Step): string {
  return runAsUserId === null ? 'the calling user' : (runAsUserName ?? `user ${runAsUserId}`);
}

function columnWords(columns: readonly string[] | null): string {
  return columns === null ? 'every column' : quoted(columns.join(', '));
}
