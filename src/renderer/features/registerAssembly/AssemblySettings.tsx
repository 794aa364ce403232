import { ChosenIsolation, ChosenSource } from '../../../shared/domain/assemblyRules.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { FieldRow, Input, makeStyles, Radio, RadioGroup, Textarea } from '../../kit/kit.ts';
import { SolutionPicker } from '../solutions/SolutionPicker.tsx';
import type { AssemblyForm } from './assemblyForm.ts';

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(260px, 100%), 1fr))',
    columnGap: '16px',
    rowGap: '14px',
    alignItems: 'start',
  },
  whole: { gridColumn: '1 / -1' },
});

const isolationLabels = { sandbox: 'Sandbox', none: 'None' } as const;
const sourceLabels = { database: 'Database', disk: 'Disk', globalAssemblyCache: 'GAC' } as const;

interface AssemblySettingsProps {
  readonly connectionId: ConnectionId;
  readonly form: AssemblyForm;
  readonly onChange: (form: AssemblyForm) => void;
  readonly solution: string | null;
  readonly onSolution: (solution: string | null) => void;
  readonly online: boolean;
  /** Why there is nothing to choose online. */
  readonly onlineSentence: string;
  readonly problemOf: (field: string) => string | null;
}

/** Where a new assembly runs, where it lies, and what it belongs to. */
export function AssemblySettings(props: AssemblySettingsProps) {
  const { connectionId, form, onChange, solution, onSolution, online, onlineSentence, problemOf } = props;
  const styles = useStyles();
  const problem = (field: string) => {
    const sentence = problemOf(field);
    return sentence === null ? null : { sentence };
  };
  return (
    <div className={styles.grid}>
      <FieldRow
        label="Isolation mode"
        hint={online ? onlineSentence : undefined}
        problem={problem('isolationMode')}
      >
        <RadioGroup
          layout="horizontal"
          value={form.isolationMode}
          onChange={(_, data) => onChange({ ...form, isolationMode: ChosenIsolation.parse(data.value) })}
        >
          {ChosenIsolation.options.map((mode) => (
            <Radio
              key={mode}
              value={mode}
              label={isolationLabels[mode]}
              disabled={online && mode !== 'sandbox'}
            />
          ))}
        </RadioGroup>
      </FieldRow>
      <FieldRow label="Location" problem={problem('source')}>
        <RadioGroup
          layout="horizontal"
          value={form.source}
          onChange={(_, data) => onChange({ ...form, source: ChosenSource.parse(data.value) })}
        >
          {ChosenSource.options.map((source) => (
            <Radio
              key={source}
              value={source}
              label={sourceLabels[source]}
              disabled={online && source !== 'database'}
            />
          ))}
        </RadioGroup>
      </FieldRow>
      {form.source === 'disk' ? (
        <FieldRow label="File name on server" required problem={problem('serverFileName')}>
          <Input
            value={form.serverFileName}
            maxLength={256}
            onChange={(_, data) => onChange({ ...form, serverFileName: data.value })}
          />
        </FieldRow>
      ) : null}
      <SolutionPicker connectionId={connectionId} value={solution} onChange={onSolution} />
      <FieldRow className={styles.whole} label="Description" optional problem={problem('description')}>
        <Textarea
          value={form.description}
          resize="vertical"
          rows={2}
          onChange={(_, data) => onChange({ ...form, description: data.value })}
        />
      </FieldRow>
    </div>
  );
}
