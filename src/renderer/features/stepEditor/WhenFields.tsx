import type { ReactNode } from 'react';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { allowsTable } from '../../../shared/domain/stepMessage.ts';
import type { StepField } from '../../../shared/domain/stepProblem.ts';
import { useCore } from '../../app/core/coreContext.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { AsyncCombobox, type FieldProblem, FieldRow } from '../../kit/kit.ts';
import { chooseMessage, chooseTable, type StepForm } from './stepForm.ts';

interface WhenFieldsProps {
  readonly connectionId: ConnectionId;
  readonly form: StepForm;
  readonly onChange: (form: StepForm) => void;
  readonly row: (field: StepField) => { problem: FieldProblem | null; hint?: ReactNode };
  readonly onLeave: (field: StepField) => void;
}

/** What the step waits for: a message, and the table or tables that it is about. */
export function WhenFields({ connectionId, form, onChange, row, onLeave }: WhenFieldsProps) {
  const bridge = useCore();
  const { message, table } = form;
  const primary = table?.logicalName ?? null;
  const rows = useCoreQuery(
    'table.search',
    { connectionId, messageId: message?.id ?? '', text: '', primary: primary ?? '' },
    { enabled: message !== null && primary !== null, staleTime: 5 * 60_000 },
  );
  const secondaries = rows.data?.tables ?? [];
  const hasSecondary =
    (table !== null && table.secondaryTable !== null) ||
    secondaries.some(({ secondaryTable }) => secondaryTable !== null);
  return (
    <>
      <FieldRow label="Message" {...row('message')}>
        <AsyncCombobox
          // A stored step is read first: until then only the buttons can have the focus.
          autoFocus
          value={message}
          onChange={(chosen) => {
            onLeave('message');
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
      {hasSecondary ? (
        <FieldRow label="Secondary table" {...row('secondaryTable')}>
          <AsyncCombobox
            key={primary ?? ''}
            value={table}
            onChange={(chosen) => chosen && onChange(chooseTable(form, chosen))}
            search={async (text) => ({
              items: secondaries.filter(({ secondaryTable }) =>
                (secondaryTable ?? 'none').includes(text.trim().toLowerCase()),
              ),
              more: false,
            })}
            itemKey={({ messageFilterId }) => messageFilterId}
            itemText={({ secondaryTable }) => secondaryTable ?? 'None'}
          />
        </FieldRow>
      ) : null}
    </>
  );
}
