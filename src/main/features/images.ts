import { randomUUID } from 'node:crypto';
import type { HandlerInput } from '../../shared/contract/contract.ts';
import { type Etag, ImageId, type StepId } from '../../shared/domain/ids.ts';
import type { StepImage } from '../../shared/domain/registration.ts';
import { draftOfImage, type ImageDraft } from '../../shared/domain/stepImage.ts';
import { checkImageDraft } from '../../shared/domain/stepImageRules.ts';
import type { Tell } from '../ports.ts';
import { conflictFailure, type FieldWords, isConflict, quoted } from './conflictFailure.ts';
import type { Handlers } from './handlers.ts';
import type { OpenOrganization, OpenOrganizationOf } from './ports.ts';
import { refuseProblems } from './refuseProblems.ts';

export function createImages(ports: {
  open: OpenOrganizationOf;
  tell: Tell;
}): Pick<Handlers, 'image.read' | 'image.create' | 'image.update'> {
  /** What the page has checked while the user typed, against the step as it is now. */
  async function refuseBadDraft(
    { dataverse, memory }: OpenOrganization,
    draft: ImageDraft,
    place: { readonly stepId: StepId; readonly self: ImageId | null },
    signal: AbortSignal,
  ): Promise<void> {
    const [{ step }, images] = await Promise.all([
      dataverse.steps.read(place.stepId, { signal }),
      dataverse.images.ofStep(place.stepId, { signal }),
    ]);
    const otherAliases = images.filter(({ id }) => id !== place.self).map(({ entityAlias }) => entityAlias);
    refuseProblems(checkImageDraft(draft, { step, otherAliases }));
    const { table } = step;
    if (draft.attributes === null || table === null) return;
    const columns = await memory.columns.get(table, () => dataverse.metadata.columns(table, { signal }));
    refuseProblems(
      checkImageDraft(draft, { step, otherAliases, columns: columns.map(({ logicalName }) => logicalName) }),
    );
  }

  async function baseOf(
    { dataverse, memory }: OpenOrganization,
    { id, draft, etag, overwrite }: HandlerInput<'image.update'>,
    signal: AbortSignal,
  ): Promise<{ image: StepImage; etag: Etag }> {
    const now = await dataverse.images.read(id, { signal });
    if (overwrite || now.etag === etag) return now;
    const read = memory.images.recall(id, etag);
    throw conflictFailure({
      read: read && wordsOf(draftOfImage(read)),
      wanted: wordsOf(draft),
      now: wordsOf(draftOfImage(now.image)),
      noun: 'image',
    });
  }

  return {
    'image.read': async ({ connectionId, id }, { signal }) => {
      const { dataverse, memory } = await ports.open(connectionId);
      const read = await dataverse.images.read(id, { signal });
      memory.images.remember(read.image, read.etag);
      return read;
    },

    'image.create': async ({ connectionId, stepId, draft }, { signal }) => {
      const organization = await ports.open(connectionId);
      await refuseBadDraft(organization, draft, { stepId, self: null }, signal);
      const id = ImageId.parse(randomUUID());
      await organization.dataverse.images.create(id, stepId, draft, { signal });
      ports.tell('registrations.changed', { connectionId });
      return { id };
    },

    'image.update': async (input, { signal }) => {
      const { connectionId, id, draft } = input;
      const organization = await ports.open(connectionId);
      const base = await baseOf(organization, input, signal);
      await refuseBadDraft(organization, draft, { stepId: base.image.stepId, self: id }, signal);
      try {
        await organization.dataverse.images.update(base.image, draft, base.etag, { signal });
      } catch (error) {
        if (!isConflict(error)) throw error;
        const now = await organization.dataverse.images.read(id, { signal });
        throw conflictFailure(
          {
            read: wordsOf(draftOfImage(base.image)),
            wanted: wordsOf(draft),
            now: wordsOf(draftOfImage(now.image)),
            noun: 'image',
          },
          error,
        );
      }
      ports.tell('registrations.changed', { connectionId });
      return {};
    },
  };
}

const typeWords = { preImage: 'a pre-image', postImage: 'a post-image', both: 'both images' } as const;

function wordsOf(draft: ImageDraft): FieldWords {
  return {
    imageType: draft.imageType === null ? 'none' : typeWords[draft.imageType],
    name: quoted(draft.name),
    entityAlias: quoted(draft.entityAlias),
    messagePropertyName: quoted(draft.messagePropertyName),
    attributes: draft.attributes === null ? 'every column' : quoted(draft.attributes.join(', ')),
    description: quoted(draft.description),
  };
}
