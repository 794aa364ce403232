import { randomUUID } from 'node:crypto';
import { DataverseFault, objectDoesNotExist } from '../dataverseFault.ts';
import { requirePrivilege } from '../operations/rowWriter.ts';
import type { ManyToManyNavigation, Table } from '../schema/schema.ts';
import { textIn } from '../store/row.ts';
import { type ApiContext, type ApiResponse, emptyResponse, write } from './apiMessage.ts';

/** Ties two rows by a many-to-many relationship, or cuts the tie (`linked` false). */
export async function associateRows(
  context: ApiContext,
  table: Table,
  id: string,
  { table: related, intersect, own, other }: ManyToManyNavigation,
  relatedId: string,
  linked: boolean,
): Promise<ApiResponse> {
  const { organisation, call } = context;
  for (const side of [table, related]) requirePrivilege(organisation, call, side, 'Write');
  await write(context, async (writer) => {
    if (writer.get(related.name, relatedId) === undefined) throw objectDoesNotExist(related.name, relatedId);
    const tie = organisation.store
      .referring(intersect.name, own.name, id)
      .find((row) => row[other.name] === relatedId);
    if (linked && tie !== undefined)
      throw new DataverseFault(412, '0x80040237', 'Cannot insert duplicate key.');
    if (linked)
      await writer.create(
        intersect.name,
        { [intersect.primaryKey]: randomUUID(), [own.name]: id, [other.name]: relatedId },
        { asPlatform: true },
      );
    else if (tie !== undefined)
      await writer.remove(intersect.name, textIn(tie, intersect.primaryKey) ?? '', { asPlatform: true });
  });
  return emptyResponse();
}
