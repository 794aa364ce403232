import type { Deployment, ExecutionMode, Stage } from '../../../shared/domain/registration.ts';
import type { StepField } from '../../../shared/domain/stepProblem.ts';
import {
  Checkbox,
  type FieldProblem,
  FieldRow,
  makeStyles,
  Radio,
  RadioGroup,
  Select,
  tokens,
} from '../../kit/kit.ts';
import type { FieldState } from '../forms/fieldState.ts';
import { chooseMode, type StepForm } from './stepForm.ts';

const useStyles = makeStyles({
  whole: { gridColumn: '1 / -1', minWidth: 0 },
  radios: { marginInlineStart: '-8px' },
  check: { marginInlineStart: '-8px' },
  info: { fontSize: '12px', lineHeight: '16px', color: tokens.colorNeutralForeground2, margin: 0 },
  fixed: {
    gridColumn: '1 / -1',
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
    gap: '8px 16px',
    margin: 0,
    padding: '10px 12px',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    '& dt': { fontSize: '12px', color: tokens.colorNeutralForeground2 },
    '& dd': { margin: 0 },
  },
  reason: {
    gridColumn: '1 / -1',
    margin: '-8px 0 0',
    fontSize: '12px',
    lineHeight: '16px',
    color: tokens.colorNeutralForeground2,
  },
});

interface SettingFieldsProps {
  readonly form: StepForm;
  readonly onChange: (form: StepForm) => void;
  readonly state: (field: StepField) => FieldState;
}

/** When the step runs, and where. */
export function SettingFields({ form, onChange, state }: SettingFieldsProps) {
  const styles = useStyles();
  const asynchronous = form.mode === 'asynchronous';
  const vanishes = state('deleteJobWhenSuccessful');
  const posts = form.handler?.kind === 'serviceEndpoint';
  const followed =
    posts && form.stage === 'postOperation' && form.mode === 'asynchronous' && form.deployment === 'server';
  return (
    <>
      {followed ? <EndpointSetting /> : <FreeSetting form={form} onChange={onChange} state={state} />}
      <div className={styles.whole}>
        <Checkbox
          className={styles.check}
          label="Delete the system job when it succeeded"
          checked={form.deleteJobWhenSuccessful}
          disabled={!asynchronous && !form.deleteJobWhenSuccessful}
          onChange={(_, data) => onChange({ ...form, deleteJobWhenSuccessful: data.checked === true })}
        />
        {vanishes.problem ? (
          <p className={styles.info} role="alert">
            {vanishes.problem.sentence}
          </p>
        ) : vanishes.note ? (
          <p className={styles.info}>{vanishes.note.sentence}</p>
        ) : asynchronous ? null : (
          <p className={styles.info}>Only asynchronous steps leave a system job.</p>
        )}
      </div>
    </>
  );
}

/** What cannot be chosen for a service endpoint is said. */
function EndpointSetting() {
  const styles = useStyles();
  return (
    <>
      <dl className={styles.fixed} aria-label="Fixed for service endpoints">
        <div>
          <dt>Event pipeline stage</dt>
          <dd>Post-operation</dd>
        </div>
        <div>
          <dt>Execution mode</dt>
          <dd>Asynchronous</dd>
        </div>
        <div>
          <dt>Deployment</dt>
          <dd>Server</dd>
        </div>
      </dl>
      <p className={styles.reason}>
        Steps on service endpoints run so: once the operation is committed, a system job posts the message and
        tries again when Azure does not answer.
      </p>
    </>
  );
}

function FreeSetting({ form, onChange, state }: SettingFieldsProps) {
  const styles = useStyles();
  const row = (field: StepField): { problem: FieldProblem | null } => ({ problem: state(field).problem });
  return (
    <>
      <FieldRow label="Event pipeline stage" className={styles.whole} {...row('stage')}>
        <RadioGroup
          layout="horizontal"
          className={styles.radios}
          value={form.stage}
          onChange={(_, data) => onChange({ ...form, stage: data.value as Stage })}
        >
          <Radio value="preValidation" label="Pre-validation" />
          <Radio value="preOperation" label="Pre-operation" />
          <Radio value="postOperation" label="Post-operation" />
          {form.stage === 'postOperationDeprecated' ? (
            <Radio value="postOperationDeprecated" label="Post-operation (deprecated)" />
          ) : null}
        </RadioGroup>
      </FieldRow>
      <FieldRow label="Execution mode" {...row('mode')}>
        <RadioGroup
          layout="horizontal"
          className={styles.radios}
          value={form.mode}
          onChange={(_, data) => onChange(chooseMode(form, data.value as ExecutionMode))}
        >
          <Radio value="synchronous" label="Synchronous" />
          <Radio value="asynchronous" label="Asynchronous" />
        </RadioGroup>
      </FieldRow>
      <FieldRow label="Deployment" {...row('deployment')}>
        <Select
          value={form.deployment}
          onChange={(_, data) => onChange({ ...form, deployment: data.value as Deployment })}
        >
          <option value="server">Server</option>
          <option value="offline">Offline</option>
          <option value="both">Server and offline</option>
        </Select>
      </FieldRow>
    </>
  );
}
