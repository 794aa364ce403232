import { useMemo } from 'react';
import type { NodeReference, RegistrationNode } from '../../../shared/domain/registration.ts';
import type { RegistrationIndex } from './registrationIndex.ts';
import type { ConnectionView } from './view.ts';

interface ActedOn {
  readonly node: RegistrationNode | null;
  /** `node` among them. */
  readonly nodes: readonly RegistrationNode[];
}

export interface Selected extends ActedOn {
  /** What commands work on: what is selected in a table of the details comes before what is selected in the tree. */
  readonly acted: ActedOn;
}

const nothing: readonly RegistrationNode[] = [];

/** The same empty list each time, so that nothing is drawn again for it. */
function existing(
  references: readonly NodeReference[],
  index: RegistrationIndex | null,
): readonly RegistrationNode[] {
  if (!index || references.length === 0) return nothing;
  return references.flatMap((reference) => index.get(reference) ?? []);
}

/** What is selected and still there. */
export function useSelected(view: ConnectionView, index: RegistrationIndex | null): Selected {
  const { selected, selection, within } = view;
  const node = useMemo(() => (selected && index ? (index.get(selected) ?? null) : null), [selected, index]);
  const nodes = useMemo(() => existing(selection, index), [selection, index]);
  const inTable = useMemo(() => existing(within, index), [within, index]);
  const acted = inTable.length > 0 ? { node: inTable.at(-1) ?? null, nodes: inTable } : { node, nodes };
  return { node, nodes, acted };
}
