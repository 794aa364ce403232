import { z } from 'zod';
import { ImageType, type StepImage } from './registration.ts';

/** What a user fills in to register an image of a step. `stepImageRules.ts` says what may be combined. */
export const ImageDraft = z.object({
  /** Null while neither is chosen, which the rules refuse. */
  imageType: ImageType.nullable(),
  name: z.string(),
  entityAlias: z.string(),
  messagePropertyName: z.string(),
  /** Null means every column. */
  attributes: z.array(z.string()).nullable(),
  description: z.string(),
});
export type ImageDraft = z.infer<typeof ImageDraft>;

export function draftOfImage(image: StepImage): ImageDraft {
  return {
    imageType: image.imageType,
    name: image.name,
    entityAlias: image.entityAlias,
    messagePropertyName: image.messagePropertyName ?? '',
    attributes: image.attributes,
    description: image.description ?? '',
  };
}
