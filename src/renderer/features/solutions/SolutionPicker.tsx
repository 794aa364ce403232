import { useEffect } from 'react';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { Solution } from '../../../shared/domain/solution.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { type FieldProblem, FieldRow, Select } from '../../kit/kit.ts';

interface SolutionPickerProps {
  readonly connectionId: ConnectionId;
  /** Unique name; null for none but the default solution. `useSolutionChoice` remembers it. */
  readonly value: string | null;
  readonly onChange: (solution: string | null) => void;
  /** Without it, none is a choice too. */
  readonly required?: boolean;
  readonly problem?: FieldProblem | null;
  readonly className?: string;
}

/** Into which solution something goes. A choice that the organisation no longer has becomes none. */
export function SolutionPicker(props: SolutionPickerProps) {
  const { connectionId, value, onChange, required = false, problem, className } = props;
  const query = useCoreQuery('solution.list', { connectionId }, { staleTime: 60_000 });
  const solutions = query.data?.solutions;
  const gone = solutions !== undefined && value !== null && !isThere(solutions, value);
  useEffect(() => {
    if (gone) onChange(null);
  }, [gone, onChange]);
  return (
    <FieldRow
      label="Solution"
      className={className}
      required={required}
      problem={problem ?? problemOf(query.failure?.sentence)}
      hint={
        solutions?.length === 0
          ? 'The organisation has no unmanaged solution of its own; make one in the maker portal.'
          : undefined
      }
    >
      <Select
        value={value ?? ''}
        disabled={query.isPending}
        onChange={(_, data) => onChange(data.value === '' ? null : data.value)}
      >
        <option value="" disabled={required}>
          {query.isPending
            ? 'Looking up the solutions…'
            : required
              ? 'Choose a solution'
              : 'None: the Default Solution only'}
        </option>
        {solutions?.map(({ uniqueName, friendlyName, prefix }) => (
          <option key={uniqueName} value={uniqueName}>
            {friendlyName}
            {prefix ? ` (${prefix}_)` : ''}
          </option>
        ))}
        {/* Until they are known, what was chosen last stays shown. */}
        {solutions === undefined && value !== null ? <option value={value}>{value}</option> : null}
      </Select>
    </FieldRow>
  );
}

function isThere(solutions: readonly Solution[], name: string): boolean {
  return solutions.some(({ uniqueName }) => uniqueName === name);
}

function problemOf(sentence: string | undefined): FieldProblem | null {
  return sentence === undefined
    ? null
    : { tone: 'warning', sentence: `The solutions could not be looked up. ${sentence}` };
}
