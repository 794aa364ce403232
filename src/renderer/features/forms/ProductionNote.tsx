import type { ReactNode } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import { NoteBox } from '../../kit/kit.ts';

interface ProductionNoteProps {
  readonly connection: Connection | null;
  /** What others lose or get by it. */
  readonly children: ReactNode;
}

/** Says that others work in this organisation; nothing where it is not a production organisation. */
export function ProductionNote({ connection, children }: ProductionNoteProps) {
  if (!connection?.production) return null;
  return (
    <NoteBox tone="bad" title={`${connection.name} is a production organisation.`}>
      {children}
    </NoteBox>
  );
}
