import { z } from 'zod';
import { type Etag, Etag as EtagSchema, ImageId, StepId } from '../../shared/domain/ids.ts';
import type { ImageType, StepImage } from '../../shared/domain/registration.ts';
import type { ImageDraft } from '../../shared/domain/stepImage.ts';
import { wholePages } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { flag, namesOf, number, text } from './rowColumns.ts';
import { updateExamined } from './updateExamined.ts';
import type { WebApi } from './webApi.ts';

const set = 'sdkmessageprocessingstepimages';
const select =
  'sdkmessageprocessingstepimageid,name,entityalias,imagetype,messagepropertyname,attributes,description,' +
  '_sdkmessageprocessingstepid_value,ismanaged';

const Row = z.object({
  sdkmessageprocessingstepimageid: ImageId,
  _sdkmessageprocessingstepid_value: StepId.nullish(),
  name: text,
  entityalias: text,
  imagetype: number,
  messagepropertyname: text,
  attributes: text,
  description: text,
  ismanaged: flag,
});

const imageTypes: ReadonlyMap<number, ImageType> = new Map([
  [0, 'preImage'],
  [1, 'postImage'],
  [2, 'both'],
]);
const imageNumbers: Readonly<Record<ImageType, number>> = { preImage: 0, postImage: 1, both: 2 };

/** Undefined for an image without a step: it belongs nowhere. */
function fromRow(row: z.output<typeof Row>): StepImage | undefined {
  const stepId = row._sdkmessageprocessingstepid_value;
  if (!stepId) return undefined;
  return {
    kind: 'image',
    id: row.sdkmessageprocessingstepimageid,
    stepId,
    name: row.name ?? '',
    entityAlias: row.entityalias ?? '',
    imageType: imageTypes.get(row.imagetype ?? 0) ?? 'preImage',
    attributes: namesOf(row.attributes),
    messagePropertyName: row.messagepropertyname ?? null,
    description: row.description ?? null,
    managed: row.ismanaged ?? false,
  };
}

type Columns = Record<string, string | number | null>;

function toColumns(
  image: Omit<ImageDraft, 'description' | 'messagePropertyName'> &
    Pick<StepImage, 'description' | 'messagePropertyName'>,
): Columns {
  return {
    name: image.name,
    entityalias: image.entityAlias,
    imagetype: imageNumbers[image.imageType ?? 'preImage'],
    messagepropertyname: image.messagePropertyName,
    attributes: image.attributes?.join(',') ?? null,
    description: image.description || null,
  };
}

/** @param step a path to the step, or `$1` for the first operation of the same change set */
export function newImageBody(id: string, step: string, draft: ImageDraft): Record<string, unknown> {
  return {
    sdkmessageprocessingstepimageid: id,
    ...toColumns(draft),
    'sdkmessageprocessingstepid@odata.bind': step,
  };
}

/** Table sdkmessageprocessingstepimage. */
export interface Images {
  list(scope?: RequestScope): Promise<StepImage[]>;
  ofStep(id: StepId, scope?: RequestScope): Promise<StepImage[]>;
  read(id: ImageId, scope?: RequestScope): Promise<{ image: StepImage; etag: Etag }>;
  create(id: ImageId, stepId: StepId, draft: ImageDraft, scope?: RequestScope): Promise<void>;
  /** Sends only what differs from `stored`. Sends nothing when nothing differs. */
  update(stored: StepImage, draft: ImageDraft, etag: Etag, scope?: RequestScope): Promise<void>;
}

export function createImages(api: WebApi): Images {
  async function list(filter: string, scope?: RequestScope): Promise<StepImage[]> {
    const rows = await api.readRows(
      { operation: 'image.list', path: `${set}?$select=${select}${filter}`, prefer: [wholePages] },
      Row,
      scope,
    );
    return rows.flatMap((row) => fromRow(row) ?? []);
  }

  async function read(id: ImageId, scope?: RequestScope): Promise<{ image: StepImage; etag: Etag }> {
    const { row, etag } = await api.readRow(
      { operation: 'image.read', path: `${set}(${id})?$select=${select}` },
      Row.transform((value, context) => {
        const image = fromRow(value);
        if (image) return image;
        context.addIssue({ code: 'custom', message: 'The image has no step' });
        return z.NEVER;
      }),
      scope,
    );
    return { image: row, etag: EtagSchema.parse(etag) };
  }

  return {
    list: (scope) => list('', scope),
    ofStep: (id, scope) => list(`&$filter=_sdkmessageprocessingstepid_value%20eq%20${id}`, scope),
    read,

    create(id, stepId, draft, scope) {
      const body = newImageBody(id, `/sdkmessageprocessingsteps(${stepId})`, draft);
      return api.create({ operation: 'image.create', set, body }, scope);
    },

    update(stored, draft, etag, scope) {
      const before = toColumns(stored);
      const changed: Columns = {};
      for (const [column, value] of Object.entries(toColumns(draft))) {
        if ((before[column] ?? null) !== value) changed[column] = value;
      }
      return updateExamined(
        api,
        {
          operation: 'image.update',
          path: `${set}(${stored.id})`,
          changed,
          unreadable: {},
          etag,
          readAgain: async () => {
            const now = await read(stored.id, scope);
            return { columns: toColumns(now.image), etag: now.etag };
          },
        },
        scope,
      );
    },
  };
}
