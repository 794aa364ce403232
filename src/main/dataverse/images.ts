import { z } from 'zod';
import { ImageId, StepId } from '../../shared/domain/ids.ts';
import type { ImageType, StepImage } from '../../shared/domain/registration.ts';
import { wholePages } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { flag, namesOf, number, text } from './rowColumns.ts';
import type { WebApi } from './webApi.ts';

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

const imageTypes = new Map<number, ImageType>([
  [0, 'preImage'],
  [1, 'postImage'],
  [2, 'both'],
]);

/** Table sdkmessageprocessingstepimage. */
export interface Images {
  list(scope?: RequestScope): Promise<StepImage[]>;
}

export function createImages(api: WebApi): Images {
  return {
    async list(scope) {
      const rows = await api.readRows(
        {
          operation: 'image.list',
          path: `sdkmessageprocessingstepimages?$select=${select}`,
          prefer: [wholePages],
        },
        Row,
        scope,
      );
      const images: StepImage[] = [];
      for (const row of rows) {
        const stepId = row._sdkmessageprocessingstepid_value;
        if (!stepId) continue;
        images.push({
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
        });
      }
      return images;
    },
  };
}
