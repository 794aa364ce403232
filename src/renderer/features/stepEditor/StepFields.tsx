import { useState } from 'react';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import {
  allowsFilteringAttributes,
  allowsTable,
  type StepField,
  type StepProblem,
} from '../../../shared/domain/stepRules.ts';
import { useCore } from '../../app/core/coreContext.ts';
import { AsyncCombobox, Checkbox, FieldRow, Input, makeStyles, tokens } from '../../kit/kit.ts';
import { FieldNote } from '../forms/FieldNote.tsx';
import { fieldState } from '../forms/fieldState.ts';
import { ColumnPicker } from './ColumnPicker.tsx';
import {
  applyStepCorrection,
  chooseMessage,
  chooseTable,
  descriptionOf,
  nameOf,
  type StepForm,
} from './stepForm.ts';

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(240px, 100%), 1fr))',
    columnGap: '16px',
    rowGap: '14px',
    alignItems: 'start',
  },
  whole: { gridColumn: '1 / -1', minWidth: 0 },
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
  check: { marginInlineStart: '-8px' },
  info: { fontSize: '12px', lineHeight: '16px', color: tokens.colorNeutralForeground2, margin: 0 },
});

interface StepFieldsProps {
  readonly connectionId: ConnectionId;
  readonly form: StepForm;
  readonly onChange: (form: StepForm) => void;
  readonly problems: readonly StepProblem[];
  readonly refused?: Readonly<Record<string, string>> | undefined;
  readonly showAll: boolean;
}

/** The settings of a step on an endpoint, each with what is wrong beside it. */
export function StepFields({ connectionId, form, onChange, problems, refused, showAll }: StepFieldsProps) {
  const styles = useStyles();
  const bridge = useCore();
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set());
  const { message, table } = form;
  const leave = (field: StepField) => () =>
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
  const vanishes = state('deleteJobWhenSuccessful');
  return (
    <div className={styles.grid}>
      <FieldRow label="Message" {...row('message')}>
        <AsyncCombobox
          value={message}
          onChange={(chosen) => {
            leave('message')();
            onChange(chooseMessage(form, chosen));
          }}
          search={async (text, signal) => {
            const { messages, more } = await bridge.call(
              'message.search',
              { connectionId, text },
              { signal },
            );
            return { items: messages, more };
          }}
          itemKey={({ id }) => id}
          itemText={({ name }) => name}
          placeholder="Create, Update, Delete …"
        />
      </FieldRow>
      <FieldRow
        label="Primary table"
        hint={message ? undefined : 'Choose the message first: each has its own tables.'}
        {...row('table')}
      >
        <AsyncCombobox
          // The tables of another message are others.
          key={message?.id}
          value={table}
          clearable
          disabled={!message || (!allowsTable(message.name) && table === null)}
          onChange={(chosen) => onChange(chooseTable(form, chosen))}
          search={async (text, signal) => {
            if (!message) return { items: [], more: false };
            const input = { connectionId, messageId: message.id, text };
            const { tables, more } = await bridge.call('table.search', input, { signal });
            return { items: tables, more };
          }}
          itemKey={({ messageFilterId }) => messageFilterId}
          itemText={({ displayName, logicalName }) => displayName ?? logicalName}
          itemDetail={({ logicalName }) => logicalName}
          placeholder={message ? 'Any table' : ''}
        />
      </FieldRow>
      {message && table && allowsFilteringAttributes(message.name) ? (
        <div className={styles.whole}>
          <ColumnPicker
            connectionId={connectionId}
            table={table.logicalName}
            value={form.filteringAttributes}
            onChange={(filteringAttributes) => onChange({ ...form, filteringAttributes })}
            problem={state('filteringAttributes').problem}
          />
        </div>
      ) : null}
      <FieldRow label="Step name" className={styles.whole} {...row('name')}>
        <Input
          value={nameOf(form)}
          onChange={(_, data) => onChange({ ...form, typedName: data.value })}
          onBlur={leave('name')}
          placeholder="Follows message and table until you type one"
        />
      </FieldRow>
      <FieldRow label="Description" optional className={styles.whole} {...row('description')}>
        <Input
          value={descriptionOf(form)}
          onChange={(_, data) => onChange({ ...form, typedDescription: data.value })}
        />
      </FieldRow>
      <FieldRow label="Run in user's context" {...row('runAsUserId')}>
        <AsyncCombobox
          value={form.runAs}
          clearable
          onChange={(runAs) => onChange({ ...form, runAs })}
          search={async (text, signal) => {
            const { users, more } = await bridge.call('user.search', { connectionId, text }, { signal });
            return {
              items: users.map(({ id, fullName, domainName, disabled }) => ({
                id,
                fullName: disabled ? `${fullName} (disabled)` : fullName,
                domainName,
              })),
              more,
            };
          }}
          itemKey={({ id }) => id}
          itemText={({ fullName }) => fullName}
          itemDetail={(user) => ('domainName' in user ? String(user.domainName ?? '') : null)}
          placeholder="Calling User"
        />
      </FieldRow>
      <FieldRow label="Execution order" {...row('rank')}>
        <Input
          value={form.rankText}
          inputMode="numeric"
          onChange={(_, data) => onChange({ ...form, rankText: data.value })}
          onBlur={leave('rank')}
        />
      </FieldRow>
      <div className={styles.whole}>
        <Checkbox
          className={styles.check}
          label="Delete the system job when it succeeded"
          checked={form.deleteJobWhenSuccessful}
          onChange={(_, data) => onChange({ ...form, deleteJobWhenSuccessful: data.checked === true })}
        />
        {vanishes.note ? <p className={styles.info}>{vanishes.note.sentence}</p> : null}
      </div>
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
    </div>
  );
}
