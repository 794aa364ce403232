import type { ImageType, StepImage } from '../../../shared/domain/registration.ts';
import { draftOfImage, type ImageDraft } from '../../../shared/domain/stepImage.ts';
import { freeAlias, type ImageProblem } from '../../../shared/domain/stepImageRules.ts';
import { type ImageStep, imagePropertiesOf, imageTypesOf } from '../../../shared/domain/stepImageSupport.ts';

/** What the form of an image holds. */
export interface ImageForm {
  readonly pre: boolean;
  readonly post: boolean;
  /** Null until the user types one: then name and alias follow the type. */
  readonly typedName: string | null;
  readonly typedAlias: string | null;
  readonly messagePropertyName: string;
  /** Null means every column. */
  readonly attributes: readonly string[] | null;
  readonly description: string;
}

/** A new image is of the one kind that can be, or from before, with no columns yet: all of them cost time. */
export function newImageForm(step: ImageStep): ImageForm {
  const { pre, post } = imageTypesOf(step);
  const properties = imagePropertiesOf(step.message);
  return {
    pre: pre === null,
    post: pre !== null && post === null,
    typedName: null,
    typedAlias: null,
    // Where there is a choice, the user makes it.
    messagePropertyName: properties.length === 1 ? (properties[0] ?? '') : '',
    attributes: [],
    description: '',
  };
}

export function imageFormOf(image: StepImage): ImageForm {
  return {
    pre: image.imageType !== 'postImage',
    post: image.imageType !== 'preImage',
    typedName: image.name,
    typedAlias: image.entityAlias,
    messagePropertyName: image.messagePropertyName ?? '',
    attributes: image.attributes,
    description: draftOfImage(image).description,
  };
}

function typeOf({ pre, post }: ImageForm): ImageType | null {
  if (pre && post) return 'both';
  return pre ? 'preImage' : post ? 'postImage' : null;
}

const usualNames: Readonly<Record<ImageType, string>> = {
  preImage: 'PreImage',
  postImage: 'PostImage',
  both: 'Image',
};

export function aliasOf(form: ImageForm, otherAliases: readonly string[]): string {
  const type = typeOf(form);
  return form.typedAlias ?? (type === null ? '' : freeAlias(usualNames[type], otherAliases));
}

/** The name follows the alias. */
export function imageNameOf(form: ImageForm, otherAliases: readonly string[]): string {
  return form.typedName ?? aliasOf(form, otherAliases);
}

export function imageDraftOf(form: ImageForm, otherAliases: readonly string[]): ImageDraft {
  return {
    imageType: typeOf(form),
    name: imageNameOf(form, otherAliases).trim(),
    entityAlias: aliasOf(form, otherAliases).trim(),
    messagePropertyName: form.messagePropertyName,
    attributes: form.attributes === null ? null : [...form.attributes],
    description: form.description,
  };
}

/** Puts a problem's correction into the form. */
export function applyImageCorrection(form: ImageForm, problem: ImageProblem): ImageForm {
  const value = problem.correction?.value;
  if (value === undefined) return form;
  switch (problem.field) {
    case 'imageType':
      return { ...form, pre: value === 'preImage', post: value === 'postImage' };
    case 'entityAlias':
      return { ...form, typedAlias: value };
    case 'messagePropertyName':
      return { ...form, messagePropertyName: value };
    case 'attributes':
      return { ...form, attributes: value === '' ? null : value.split(',') };
    default:
      return form;
  }
}
