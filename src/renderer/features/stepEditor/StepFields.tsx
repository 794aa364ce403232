import { useState } from 'react';
import type { ConnectionId, StepId } from '../../../shared/domain/ids.ts';
import { allowsFilteringAttributes } from '../../../shared/domain/stepMessage.ts';
import type { StepField, StepProblem } from '../../../shared/domain/stepProblem.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { AsyncCombobox, FieldRow, Input, makeStyles } from '../../kit/kit.ts';
import { FieldNote } from '../forms/FieldNote.tsx';
import { fieldState } from '../forms/fieldState.ts';
import { ColumnPicker } from './ColumnPicker.tsx';
import { ConfigurationField } from './ConfigurationField.tsx';
import { searchHandlers } from './handlerChoice.ts';
import { SecureConfigurationField } from './SecureConfigurationField.tsx';
import { SettingFields } from './SettingFields.tsx';
import { applyStepCorrection, chooseHandler, descriptionOf, nameOf, type StepForm } from './stepForm.ts';
import { UserField } from './UserField.tsx';
import { WhenFields } from './WhenFields.tsx';

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(240px, 100%), 1fr))',
    columnGap: '16px',
    rowGap: '14px',
    alignItems: 'start',
    alignContent: 'start',
    minWidth: 0,
  },
  whole: { gridColumn: '1 / -1', minWidth: 0 },
});

interface StepFieldsProps {
  readonly connectionId: ConnectionId;
  readonly form: StepForm;
  readonly onChange: (form: StepForm) => void;
  readonly problems: readonly StepProblem[];
  readonly refused?: Readonly<Record<string, string>> | undefined;
  readonly showAll: boolean;
  /** Null for a step that is not registered yet. */
  readonly stepId: StepId | null;
}

/** The settings of a step, each with what is wrong beside it. */
export function StepFields(props: StepFieldsProps) {
  const { connectionId, form, onChange, problems, refused, showAll, stepId } = props;
  const styles = useStyles();
  const { index } = useRegistrations(connectionId);
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set());
  const { message, table, handler } = form;
  const leave = (field: StepField) =>
    setVisited((before) => (before.has(field) ? before : new Set([...before, field])));
  const state = (field: StepField) =>
    fieldState({
      field,
      problems,
      refused,
      visited: showAll || visited.has(field),
      apply: (problem) => onChange(applyStepCorrection(form, problem)),
    });
  const row = (field: StepField) => {
    const { problem, note } = state(field);
    return { problem, ...(note ? { hint: <FieldNote note={note} /> } : {}) };
  };
  // Nothing of a webhook's or an endpoint's reads a configuration; what is there all the same can be taken out.
  const posts = handler?.kind === 'serviceEndpoint' || handler?.kind === 'webhook';
  const showsSecure = !posts || form.hasSecure || form.secure.kind !== 'keep';
  return (
    <div className={styles.grid}>
      <WhenFields connectionId={connectionId} form={form} onChange={onChange} row={row} onLeave={leave} />
      {message && table && allowsFilteringAttributes(message.name) ? (
        <div className={styles.whole}>
          <ColumnPicker
            connectionId={connectionId}
            table={table.logicalName}
            label="Filtering attributes"
            chosenLabel="Only when one of these is sent"
            value={form.filteringAttributes}
            onChange={(filteringAttributes) => onChange({ ...form, filteringAttributes })}
            problem={state('filteringAttributes').problem}
          />
        </div>
      ) : null}
      <FieldRow label="Event handler" className={styles.whole} {...row('handler')}>
        <AsyncCombobox
          value={handler}
          onChange={(chosen) => {
            leave('handler');
            onChange(chooseHandler(form, chosen));
          }}
          search={async (text) => searchHandlers(index, text)}
          itemKey={(choice) => choice.handler.id}
          itemText={({ name }) => name}
          itemDetail={({ detail }) => detail}
          placeholder="A plug-in type, a service endpoint or a webhook"
        />
      </FieldRow>
      <FieldRow label="Step name" className={styles.whole} {...row('name')}>
        <Input
          value={nameOf(form)}
          onChange={(_, data) => onChange({ ...form, typedName: data.value })}
          onBlur={() => leave('name')}
          placeholder="Follows message and table until you type one"
        />
      </FieldRow>
      <FieldRow label="Description" optional className={styles.whole} {...row('description')}>
        <Input
          value={descriptionOf(form)}
          onChange={(_, data) => onChange({ ...form, typedDescription: data.value })}
        />
      </FieldRow>
      <UserField
        connectionId={connectionId}
        value={form.runAs}
        onChange={(runAs) => onChange({ ...form, runAs })}
        problem={state('runAsUserId').problem}
      />
      <FieldRow label="Execution order" {...row('rank')}>
        <Input
          value={form.rankText}
          inputMode="numeric"
          onChange={(_, data) => onChange({ ...form, rankText: data.value })}
          onBlur={() => leave('rank')}
        />
      </FieldRow>
      <SettingFields form={form} onChange={onChange} state={state} />
      {!posts || form.configuration !== '' ? (
        <ConfigurationField
          label="Unsecure configuration"
          value={form.configuration}
          onChange={(configuration) => onChange({ ...form, configuration })}
          problem={state('configuration').problem}
          hint="Handed to the constructor of the plug-in. It travels in solutions, and everybody who sees the step can read it."
        />
      ) : null}
      {showsSecure ? (
        <SecureConfigurationField
          connectionId={connectionId}
          stepId={stepId}
          stored={form.hasSecure}
          value={form.secure}
          onChange={(secure) => onChange({ ...form, secure })}
          problem={state('secureConfiguration').problem}
        />
      ) : null}
    </div>
  );
}
