import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { ExecutionMode, Stage } from '../../../shared/domain/registration.ts';
import { modeLabels, stageLabels } from '../../../shared/domain/stepLabels.ts';
import { FieldRow, Input, makeStyles, Select } from '../../kit/kit.ts';
import { UserField } from '../stepEditor/UserField.tsx';
import { type ChangeForm, changeKindLabels, changeOf } from './changeForm.ts';

const useStyles = makeStyles({
  row: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(220px, 1fr))', gap: '8px 16px' },
});

interface ChangeFieldsProps {
  readonly connectionId: ConnectionId;
  readonly form: ChangeForm;
  readonly onChange: (form: ChangeForm) => void;
}

/** What of the steps is changed, and to what. */
export function ChangeFields({ connectionId, form, onChange }: ChangeFieldsProps) {
  const styles = useStyles();
  return (
    <div className={styles.row}>
      <FieldRow label="What to change">
        <Select
          value={form.kind}
          onChange={(_, data) => onChange({ ...form, kind: data.value as ChangeForm['kind'] })}
        >
          {Object.entries(changeKindLabels).map(([kind, label]) => (
            <option key={kind} value={kind}>
              {label}
            </option>
          ))}
        </Select>
      </FieldRow>
      <ValueField connectionId={connectionId} form={form} onChange={onChange} />
    </div>
  );
}

function ValueField({ connectionId, form, onChange }: ChangeFieldsProps) {
  const label = changeKindLabels[form.kind];
  switch (form.kind) {
    case 'state':
      return (
        <FieldRow label={label}>
          <Select
            value={form.enabled ? 'enabled' : 'disabled'}
            onChange={(_, data) => onChange({ ...form, enabled: data.value === 'enabled' })}
          >
            <option value="enabled">Enabled</option>
            <option value="disabled">Disabled</option>
          </Select>
        </FieldRow>
      );
    case 'rank':
      return (
        <FieldRow
          label={label}
          problem={changeOf(form) ? null : { sentence: 'The execution order is a whole number.' }}
        >
          <Input
            value={form.rankText}
            inputMode="numeric"
            onChange={(_, data) => onChange({ ...form, rankText: data.value })}
          />
        </FieldRow>
      );
    case 'runAs':
      return (
        <UserField
          connectionId={connectionId}
          value={form.user}
          onChange={(user) => onChange({ ...form, user })}
          problem={null}
        />
      );
    case 'stage':
      return (
        <FieldRow label={label}>
          <Select
            value={form.stage}
            onChange={(_, data) => onChange({ ...form, stage: data.value as Stage })}
          >
            {(['preValidation', 'preOperation', 'postOperation'] as const).map((stage) => (
              <option key={stage} value={stage}>
                {stageLabels[stage]}
              </option>
            ))}
          </Select>
        </FieldRow>
      );
    case 'mode':
      return (
        <FieldRow label={label}>
          <Select
            value={form.mode}
            onChange={(_, data) => onChange({ ...form, mode: data.value as ExecutionMode })}
          >
            {(['synchronous', 'asynchronous'] as const).map((mode) => (
              <option key={mode} value={mode}>
                {modeLabels[mode]}
              </option>
            ))}
          </Select>
        </FieldRow>
      );
  }
}
