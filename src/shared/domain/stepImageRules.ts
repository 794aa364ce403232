import type { FieldProblem } from './fieldProblem.ts';
import type { ImageDraft } from './stepImage.ts';
import {
  type ImageStep,
  imagePropertiesOf,
  imageTypesOf,
  messageTakesPostImages,
  noImages,
} from './stepImageSupport.ts';

/** The fields of the image form, as problems name them. */
export type ImageField =
  | 'imageType'
  | 'name'
  | 'entityAlias'
  | 'messagePropertyName'
  | 'attributes'
  | 'description';

export type ImageProblemKind =
  | 'messageWithoutImages'
  | 'tableMissing'
  | 'typeMissing'
  | 'preImageNotOfMessage'
  | 'postImageNotOfMessage'
  | 'postImageBeforeOperation'
  | 'nameMissing'
  | 'nameTooLong'
  | 'aliasMissing'
  | 'aliasTooLong'
  | 'aliasTaken'
  | 'propertyMissing'
  | 'propertyNotOfMessage'
  | 'attributesEmpty'
  | 'attributesUnknown'
  | 'attributesTooLong'
  | 'everyColumn'
  | 'descriptionTooLong';

export type ImageProblem = FieldProblem<ImageField, ImageProblemKind>;

const imageLengths = { name: 256, entityAlias: 256, description: 256, attributes: 100_000 } as const;

export interface ImageCheckContext {
  readonly step: ImageStep;
  /** Aliases of the step's other images. */
  readonly otherAliases: readonly string[];
  /** Logical names of the table's columns; not judged when left out. */
  readonly columns?: readonly string[] | undefined;
}

/** Every rule of the image form, while the user types and again before the core saves. Errors first. Never throws. */
export function checkImageDraft(draft: ImageDraft, context: ImageCheckContext): ImageProblem[] {
  const problems = [
    ...examineType(draft, context.step),
    ...examineTexts(draft, context),
    ...examineProperty(draft, context.step),
    ...examineAttributes(draft, context),
  ];
  const weight = ({ severity }: ImageProblem) => (severity === 'error' ? 0 : severity === 'warning' ? 1 : 2);
  return problems.sort((one, other) => weight(one) - weight(other));
}

function error(field: ImageField, kind: ImageProblemKind, sentence: string): ImageProblem {
  return { kind, field, severity: 'error', sentence };
}

function examineType({ imageType }: ImageDraft, step: ImageStep): ImageProblem[] {
  const field = 'imageType';
  if (imagePropertiesOf(step.message).length === 0) {
    return [error(field, 'messageWithoutImages', noImages(step.message))];
  }
  if (step.table === null) {
    return [
      error(field, 'tableMissing', 'An image is of a row of one table. Give the step a primary table first.'),
    ];
  }
  if (imageType === null) {
    return [error(field, 'typeMissing', 'Choose a pre-image, a post-image or both.')];
  }
  const { pre, post } = imageTypesOf(step);
  if (imageType !== 'postImage' && pre !== null) {
    const problem = error(field, 'preImageNotOfMessage', pre);
    if (post === null) problem.correction = { label: 'Take a post-image', value: 'postImage' };
    return [problem];
  }
  if (imageType !== 'preImage' && post !== null) {
    const ofMessage = !messageTakesPostImages(step.message);
    const problem = error(field, ofMessage ? 'postImageNotOfMessage' : 'postImageBeforeOperation', post);
    if (pre === null) problem.correction = { label: 'Take a pre-image', value: 'preImage' };
    return [problem];
  }
  return [];
}

function examineTexts(draft: ImageDraft, { otherAliases }: ImageCheckContext): ImageProblem[] {
  const problems: ImageProblem[] = [];
  const { name, entityAlias, description } = draft;
  if (name.trim() === '') problems.push(error('name', 'nameMissing', 'Give the image a name.'));
  if (name.length > imageLengths.name) {
    problems.push(error('name', 'nameTooLong', tooLong('name', name, imageLengths.name)));
  }
  if (entityAlias.trim() === '') {
    problems.push(
      error(
        'entityAlias',
        'aliasMissing',
        'Give the image an alias: the code finds it by that name, for example PreImage.',
      ),
    );
  } else if (otherAliases.includes(entityAlias.trim())) {
    problems.push({
      ...error(
        'entityAlias',
        'aliasTaken',
        `Another image of this step is called ${entityAlias.trim()}: the code would find only one of them.`,
      ),
      correction: { label: 'Number it', value: freeAlias(entityAlias.trim(), otherAliases) },
    });
  }
  if (entityAlias.length > imageLengths.entityAlias) {
    problems.push(
      error('entityAlias', 'aliasTooLong', tooLong('alias', entityAlias, imageLengths.entityAlias)),
    );
  }
  if (description.length > imageLengths.description) {
    problems.push(
      error(
        'description',
        'descriptionTooLong',
        tooLong('description', description, imageLengths.description),
      ),
    );
  }
  return problems;
}

function tooLong(noun: string, text: string, room: number): string {
  return `The ${noun} has ${text.length} characters and Dataverse keeps at most ${room}.`;
}

function examineProperty({ messagePropertyName }: ImageDraft, step: ImageStep): ImageProblem[] {
  const field = 'messagePropertyName';
  const properties = imagePropertiesOf(step.message);
  const [usual] = properties;
  if (usual === undefined || properties.includes(messagePropertyName)) return [];
  const sentence =
    messagePropertyName === ''
      ? 'Choose of which row of the message the image is.'
      : `${messagePropertyName} is not a property of ${step.message} of which an image can be taken.`;
  return [
    {
      ...error(field, messagePropertyName === '' ? 'propertyMissing' : 'propertyNotOfMessage', sentence),
      ...(properties.length === 1 ? { correction: { label: `Use ${usual}`, value: usual } } : {}),
    },
  ];
}

function examineAttributes({ attributes }: ImageDraft, context: ImageCheckContext): ImageProblem[] {
  const field = 'attributes';
  if (attributes === null) {
    return [
      {
        kind: 'everyColumn',
        field,
        severity: 'warning',
        sentence:
          'An image of every column makes each run slower and each message larger. Choose the columns that the code reads.',
      },
    ];
  }
  if (attributes.length === 0) {
    return [
      {
        ...error(field, 'attributesEmpty', 'Choose at least one column.'),
        correction: { label: 'Every column', value: '' },
      },
    ];
  }
  if (attributes.join(',').length > imageLengths.attributes) {
    return [error(field, 'attributesTooLong', 'These are more columns than Dataverse keeps for one image.')];
  }
  const known = context.columns && new Set(context.columns);
  const unknown = known ? attributes.filter((name) => !known.has(name)) : [];
  if (unknown.length === 0) return [];
  return [
    {
      ...error(
        field,
        'attributesUnknown',
        `${context.step.table} has no column ${unknown.slice(0, 5).join(', ')}. Take it out.`,
      ),
      correction: { label: 'Take out', value: attributes.filter((name) => known?.has(name)).join(',') },
    },
  ];
}

/** The alias itself or with the first number that is free. */
export function freeAlias(alias: string, taken: readonly string[]): string {
  if (!taken.includes(alias)) return alias;
  for (let number = 2; ; number += 1) {
    const next = `${alias}${number}`;
    if (!taken.includes(next)) return next;
  }
}
