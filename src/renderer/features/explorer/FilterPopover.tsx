import { type ReactNode, type RefObject, useId } from 'react';
import { flushSync } from 'react-dom';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { SolutionId } from '../../../shared/domain/ids.ts';
import { shortcutOf } from '../../app/commands/shortcuts.ts';
import { countFilters, noFilters, type TreeFilters } from '../../app/registrations/treeFilters.ts';
import { setFilters, useView } from '../../app/registrations/view.ts';
import {
  Button,
  Checkbox,
  FailureMessage,
  Input,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  SegmentedControl,
  Select,
} from '../../kit/kit.ts';
import type { LoadedMembers } from './useSolutionMembers.ts';

const useStyles = makeStyles({
  button: { minWidth: 'auto', paddingInline: '6px', whiteSpace: 'nowrap', fontSize: '12px' },
  surface: { display: 'flex', flexDirection: 'column', gap: '10px', width: '320px', padding: '16px' },
  title: { margin: 0, fontSize: '14px', lineHeight: '20px', fontWeight: 600 },
  field: { display: 'grid', gridTemplateColumns: '88px minmax(0, 1fr)', alignItems: 'center', gap: '8px' },
  checks: { display: 'flex', flexDirection: 'column', marginInlineStart: '-8px' },
  foot: { display: 'flex', justifyContent: 'space-between' },
});

const managedSegments = [
  { value: 'all', label: 'All' },
  { value: 'unmanaged', label: 'Unmanaged' },
  { value: 'managed', label: 'Managed' },
] as const;
const stateSegments = [
  { value: 'all', label: 'All' },
  { value: 'enabled', label: 'Enabled' },
  { value: 'disabled', label: 'Disabled' },
] as const;

interface FilterPopoverProps {
  readonly connectionId: ConnectionId;
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly loaded: LoadedMembers;
}

/** What of the tree is shown. Each choice holds at once. */
export function FilterPopover({ connectionId, button, open, onOpenChange, loaded }: FilterPopoverProps) {
  const styles = useStyles();
  const { filters } = useView(connectionId);
  const count = countFilters(filters);
  const change = (part: Partial<TreeFilters>) => setFilters(connectionId, { ...filters, ...part });
  const solutions = loaded.members?.solutions ?? [];
  const publishers = [...new Set(solutions.flatMap(({ publisher }) => publisher ?? []))].sort();
  /** A key may have opened it from elsewhere: the focus goes to the button, from where it opens again. */
  const close = () => {
    flushSync(() => onOpenChange(false));
    button.current?.focus();
  };
  const waiting = loaded.members === null && !loaded.failure;
  return (
    <Popover
      open={open}
      onOpenChange={(event, data) =>
        event.type === 'keydown' && !data.open ? close() : onOpenChange(data.open)
      }
      trapFocus
      positioning="below-end"
    >
      <PopoverTrigger disableButtonEnhancement>
        <Button
          ref={button}
          size="small"
          appearance={count > 0 ? 'secondary' : 'subtle'}
          className={styles.button}
          title={`Choose what the tree shows (${shortcutOf('filter')})`}
        >
          {count > 0 ? `Filter (${count})` : 'Filter'}
        </Button>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label="Filter the tree">
        <h3 className={styles.title}>Show only</h3>
        <Field label="Name">
          {(id) => (
            <Input
              id={id}
              size="small"
              value={filters.name}
              placeholder="Words of the name"
              autoComplete="off"
              spellCheck={false}
              onChange={(_, data) => change({ name: data.value })}
            />
          )}
        </Field>
        <Field label="Managed">
          {() => (
            <SegmentedControl
              label="Managed"
              segments={managedSegments}
              value={filters.managed}
              onChange={(managed) => change({ managed })}
            />
          )}
        </Field>
        <Field label="Steps">
          {() => (
            <SegmentedControl
              label="Steps"
              segments={stateSegments}
              value={filters.state}
              onChange={(state) => change({ state })}
            />
          )}
        </Field>
        <Field label="Solution">
          {(id) => (
            <Select
              id={id}
              size="small"
              disabled={waiting}
              value={filters.solution ?? ''}
              onChange={(_, { value }) => change({ solution: value === '' ? null : SolutionId.parse(value) })}
            >
              <option value="">{waiting ? 'Reading the solutions…' : 'Any'}</option>
              {solutions.map((solution) => (
                <option key={solution.id} value={solution.id}>
                  {solution.friendlyName}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Publisher">
          {(id) => (
            <Select
              id={id}
              size="small"
              disabled={waiting}
              value={filters.publisher ?? ''}
              onChange={(_, { value }) => change({ publisher: value === '' ? null : value })}
            >
              <option value="">{waiting ? 'Reading the publishers…' : 'Any'}</option>
              {publishers.map((publisher) => (
                <option key={publisher}>{publisher}</option>
              ))}
            </Select>
          )}
        </Field>
        {loaded.failure ? <FailureMessage failure={loaded.failure} onRetry={loaded.retry} /> : null}
        <h3 className={styles.title}>Show too</h3>
        <div className={styles.checks}>
          <Checkbox
            label="What is marked as hidden"
            checked={filters.hidden}
            onChange={(_, data) => change({ hidden: data.checked === true })}
          />
          <Checkbox
            label="The platform’s own assemblies"
            checked={filters.system}
            onChange={(_, data) => change({ system: data.checked === true })}
          />
        </div>
        <div className={styles.foot}>
          <Button
            size="small"
            disabledFocusable={count === 0 && !filters.hidden && !filters.system}
            onClick={() => setFilters(connectionId, noFilters)}
          >
            Clear filters
          </Button>
          <Button size="small" onClick={close}>
            Close
          </Button>
        </div>
      </PopoverSurface>
    </Popover>
  );
}

interface FieldProps {
  readonly label: string;
  /** Gets the id that its label names. */
  readonly children: (id: string) => ReactNode;
}

function Field({ label, children }: FieldProps) {
  const styles = useStyles();
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}
