import { useState } from 'react';
import type { ConnectionId, StepId } from '../../../shared/domain/ids.ts';
import { useCall } from '../../app/core/useCall.ts';
import { Button, FailureMessage, type FieldProblem, makeStyles, tokens } from '../../kit/kit.ts';
import { ConfigurationField } from './ConfigurationField.tsx';
import type { SecureForm } from './stepForm.ts';

const useStyles = makeStyles({
  box: {
    gridColumn: '1 / -1',
    display: 'flex',
    flexDirection: 'column',
    gap: '6px',
    minWidth: 0,
    margin: 0,
    padding: 0,
    border: 'none',
  },
  line: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center' },
  words: { flex: '1 1 240px' },
  problem: { margin: 0, fontSize: '12px', lineHeight: '16px', color: tokens.colorPaletteRedForeground1 },
  label: { padding: 0, lineHeight: '20px' },
});

interface SecureConfigurationFieldProps {
  readonly connectionId: ConnectionId;
  /** Null for a step that is not registered yet. */
  readonly stepId: StepId | null;
  /** Whether the stored step has one. */
  readonly stored: boolean;
  readonly value: SecureForm;
  readonly onChange: (value: SecureForm) => void;
  readonly problem: FieldProblem | null;
}

const label = 'Secure configuration';
const hint =
  'Only administrators can read it, and it does not travel in solutions: it is typed again in each organisation.';

/** The text that only the plug-in and administrators read: shown when it is asked for, and to who may see it. */
export function SecureConfigurationField(props: SecureConfigurationFieldProps) {
  const { connectionId, stepId, stored, value, onChange, problem } = props;
  const styles = useStyles();
  const read = useCall('step.readSecureConfiguration');
  // Here alone and only while the form is open.
  const [shown, setShown] = useState<string | null>(null);
  const show = async () => {
    if (stepId === null) return;
    const outcome = await read.run({ connectionId, id: stepId });
    if (outcome.kind === 'done') setShown(outcome.output.secret);
  };
  const keep = () => onChange({ kind: 'keep' });
  const type = () => onChange({ kind: 'set', text: '' });

  const text = value.kind === 'set' ? value.text : value.kind === 'keep' ? (stored ? shown : '') : null;
  if (text !== null) {
    return (
      <ConfigurationField
        label={label}
        value={text}
        hint={hint}
        problem={problem}
        onChange={(next) => onChange(next === '' && !stored ? { kind: 'keep' } : { kind: 'set', text: next })}
        actions={
          stored ? (
            <>
              <Button
                size="small"
                onClick={() => {
                  setShown(null);
                  keep();
                }}
              >
                {value.kind === 'set' ? 'Leave as it was' : 'Hide'}
              </Button>
              <Button size="small" onClick={() => onChange({ kind: 'remove' })}>
                Remove
              </Button>
            </>
          ) : null
        }
      />
    );
  }
  return (
    <fieldset className={styles.box}>
      <legend className={styles.label}>{label}</legend>
      <div className={styles.line}>
        {value.kind === 'remove' ? (
          <>
            <span className={styles.words}>It is removed when you save.</span>
            <Button size="small" onClick={keep}>
              Keep it
            </Button>
          </>
        ) : value.kind === 'copyOf' ? (
          <>
            <span className={styles.words}>
              It is copied from the other step when you save, without being shown.
            </span>
            <Button size="small" onClick={type}>
              Type another
            </Button>
            <Button size="small" onClick={keep}>
              Leave it out
            </Button>
          </>
        ) : (
          <>
            <span className={styles.words}>It is set, and shown only when you ask.</span>
            <Button size="small" onClick={() => void show()} disabledFocusable={read.running}>
              {read.running ? 'Reading…' : 'Show'}
            </Button>
            <Button size="small" onClick={type}>
              Replace
            </Button>
            <Button size="small" onClick={() => onChange({ kind: 'remove' })}>
              Remove
            </Button>
          </>
        )}
      </div>
      {problem ? (
        <p className={styles.problem} role="alert">
          {problem.sentence}
        </p>
      ) : null}
      {read.failure ? <FailureMessage failure={read.failure} /> : null}
    </fieldset>
  );
}
