import { z } from 'zod';
import { ConnectionId, Etag, ImageId, StepId } from '../../domain/ids.ts';
import { StepImage } from '../../domain/registration.ts';
import { ImageDraft } from '../../domain/stepImage.ts';
import { call, nothing } from '../call.ts';

const which = z.object({ connectionId: ConnectionId });

export const imageCalls = {
  'image.read': call(which.extend({ id: ImageId }), z.object({ image: StepImage, etag: Etag })),
  'image.create': call(which.extend({ stepId: StepId, draft: ImageDraft }), z.object({ id: ImageId })),
  'image.update': call(
    which.extend({ id: ImageId, draft: ImageDraft, etag: Etag, overwrite: z.boolean().default(false) }),
    nothing,
  ),
};
