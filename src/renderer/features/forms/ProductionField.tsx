import type { Connection } from '../../../shared/contract/calls/connections.ts';
import { FieldRow, Input } from '../../kit/kit.ts';
import { ProductionNote } from './ProductionNote.tsx';

interface ProductionFieldProps {
  readonly connection: Connection | null;
  /** What others lose or get by it. */
  readonly consequence: string;
  readonly typed: string;
  readonly onType: (typed: string) => void;
}

/** In a production organisation its name has to be typed before something is done that others would feel. */
export function ProductionField({ connection, consequence, typed, onType }: ProductionFieldProps) {
  if (!connection?.production) return null;
  return (
    <ProductionNote connection={connection}>
      {consequence}
      <FieldRow label={`Type “${connection.name}” to go on`}>
        <Input value={typed} onChange={(_, data) => onType(data.value)} spellCheck={false} />
      </FieldRow>
    </ProductionNote>
  );
}
