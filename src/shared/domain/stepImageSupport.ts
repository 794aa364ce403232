import type { ImageType, Stage, StepImage } from './registration.ts';

/** What images a message and a stage allow. */

interface ImageSupport {
  /** Message properties of which an image can be taken; the first is the usual one. */
  readonly properties: readonly string[];
  readonly pre: boolean;
  readonly post: boolean;
}

const both = { pre: true, post: true } as const;

/**
 * What Microsoft's tool goes by. On Create the property is `Id`: its documentation says `Target`, and an organisation
 * refuses that.
 */
const supported: ReadonlyMap<string, ImageSupport> = new Map<string, ImageSupport>([
  ['assign', { properties: ['Target'], ...both }],
  ['create', { properties: ['Id'], pre: false, post: true }],
  ['createmultiple', { properties: ['Ids'], pre: false, post: true }],
  ['delete', { properties: ['Target'], pre: true, post: false }],
  ['deliverincoming', { properties: ['EmailId'], ...both }],
  ['deliverpromote', { properties: ['EmailId'], ...both }],
  ['executeworkflow', { properties: ['Target'], ...both }],
  ['merge', { properties: ['Target', 'SubordinateId'], ...both }],
  ['route', { properties: ['Target'], ...both }],
  ['send', { properties: ['EmailId', 'FaxId', 'TemplateId'], ...both }],
  ['setstate', { properties: ['EntityMoniker'], ...both }],
  ['setstatedynamicentity', { properties: ['EntityMoniker'], ...both }],
  ['update', { properties: ['Target'], ...both }],
  ['updatemultiple', { properties: ['Targets'], ...both }],
]);

const messagesWithImages =
  'Assign, Create, CreateMultiple, Delete, DeliverIncoming, DeliverPromote, ExecuteWorkflow, Merge, Route, Send, SetState, Update and UpdateMultiple';

const propertyMeanings: Readonly<Record<string, string>> = {
  Target: 'the row that stays',
  SubordinateId: 'the row that is merged into it',
  EmailId: 'the email',
  FaxId: 'the fax',
  TemplateId: 'the template',
};

/** Of which properties of the message an image can be taken; empty where the message takes none. */
export function imagePropertiesOf(message: string): readonly string[] {
  return supported.get(message.toLowerCase())?.properties ?? [];
}

/** What a property is where there is a choice: `SubordinateId (the row that is merged into it)`. */
export function imagePropertyLabel(property: string): string {
  const meaning = propertyMeanings[property];
  return meaning === undefined ? property : `${property} (${meaning})`;
}

/** Whether images after the operation exist for the message, at whatever stage. */
export function messageTakesPostImages(message: string): boolean {
  return supported.get(message.toLowerCase())?.post ?? false;
}

/** What of a step decides about its images. */
export interface ImageStep {
  readonly message: string;
  readonly table: string | null;
  readonly stage: Stage;
}

/** Which kinds of images the step can have, each with the reason where it cannot. */
export function imageTypesOf(step: ImageStep): { readonly pre: string | null; readonly post: string | null } {
  const support = supported.get(step.message.toLowerCase());
  if (!support) return { pre: noImages(step.message), post: noImages(step.message) };
  return {
    pre: support.pre ? null : `Before ${step.message} there is no row yet, so there is no pre-image.`,
    post: !support.post
      ? `After ${step.message} the row is gone, so there is no post-image.`
      : isAfterOperation(step.stage)
        ? null
        : 'A post-image needs the stage Post-operation: earlier the row is not changed yet.',
  };
}

function isAfterOperation(stage: Stage): boolean {
  return stage === 'postOperation' || stage === 'postOperationDeprecated';
}

export function noImages(message: string): string {
  return `A step on ${message} takes no images. Those on ${messagesWithImages} do.`;
}

/** Why the step can have no image at all; null when it can. */
export function reasonAgainstImages(step: ImageStep): string | null {
  if (imagePropertiesOf(step.message).length === 0) return noImages(step.message);
  if (step.table === null) return 'An image is of a row of one table. This step is for any table.';
  const { pre, post } = imageTypesOf(step);
  return pre !== null && post !== null ? `${pre} ${post}` : null;
}

/** The property that an image gets on another message: its own where that fits, else the usual one of the message. */
export function propertyOnMessage(
  image: Pick<StepImage, 'messagePropertyName'>,
  message: string,
): string | null {
  const properties = imagePropertiesOf(message);
  const own = image.messagePropertyName ?? '';
  return properties.includes(own) ? own : (properties[0] ?? null);
}

/**
 * Why a step cannot be as it is wanted while it has these images; null when it can. Their message property is chosen
 * anew by `propertyOnMessage`.
 */
export function reasonOfImages(
  wanted: ImageStep,
  images: readonly Pick<StepImage, 'name' | 'imageType'>[],
): string | null {
  if (images.length === 0) return null;
  const general = reasonAgainstImages(wanted);
  if (general !== null) return `${general} Unregister the step's images first.`;
  const { pre, post } = imageTypesOf(wanted);
  for (const { name, imageType } of images) {
    const reason = refusalOf(imageType, pre, post);
    if (reason !== null)
      return `${reason} The image ${name} stands against it: change or unregister it first.`;
  }
  return null;
}

function refusalOf(type: ImageType, pre: string | null, post: string | null): string | null {
  if (type !== 'postImage' && pre !== null) return pre;
  return type !== 'preImage' && post !== null ? post : null;
}
