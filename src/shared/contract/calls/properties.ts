import { z } from 'zod';
import { EditableProperty } from '../../domain/editableProperty.ts';
import { ConnectionId } from '../../domain/ids.ts';
import { NodeReference } from '../../domain/registration.ts';
import { call, nothing } from '../call.ts';

export const propertyCalls = {
  /**
   * Changes one property of one registration, when it is still what the user has read. Texts are as they are typed;
   * an empty one clears the property. Taking it back is the same the other way round.
   */
  'property.update': call(
    z.object({
      connectionId: ConnectionId,
      node: NodeReference,
      property: EditableProperty,
      from: z.string(),
      to: z.string().max(10_000),
      /** Whatever is there now: the user has seen that it is another. */
      overwrite: z.boolean().default(false),
    }),
    nothing,
  ),
};
