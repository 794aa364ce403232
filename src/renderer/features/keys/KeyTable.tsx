import { useMemo, useState } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import type { RegistrationIndex } from '../../app/registrations/registrationIndex.ts';
import { selectNode } from '../../app/registrations/view.ts';
import {
  Button,
  DataTable,
  EmptyState,
  FailureMessage,
  makeStyles,
  NoteBox,
  QuietProgress,
  SearchField,
  SegmentedControl,
} from '../../kit/kit.ts';
import { keyColumns } from './keyColumns.tsx';
import { filterKeyRows, type KeyFilter, type KeyRow, keyRows, keysSentence } from './keyRows.ts';

const useStyles = makeStyles({
  column: { height: '100%', display: 'flex', flexDirection: 'column', gap: '8px', position: 'relative' },
  bar: { display: 'flex', alignItems: 'center', gap: '12px', flexWrap: 'wrap' },
  search: { width: '260px' },
  filter: { width: '300px', flex: '0 0 auto', display: 'flex' },
  sentence: { margin: 0 },
  table: { flex: 1, minHeight: '160px' },
  chosen: { display: 'flex', alignItems: 'center', gap: '12px', flexWrap: 'wrap' },
  grow: { flex: '1 1 300px', overflowWrap: 'anywhere' },
});

interface KeyTableProps {
  readonly connection: Connection;
  readonly index: RegistrationIndex;
  readonly onRekey: () => void;
}

/** Every endpoint and webhook with how it stands with its secret, those in need first. */
export function KeyTable({ connection, index, onRekey }: KeyTableProps) {
  const styles = useStyles();
  const { endpoints } = index.registrations;
  const [text, setText] = useState('');
  const [filter, setFilter] = useState<KeyFilter>('all');
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const input = useMemo(
    () => ({
      connectionId: connection.id,
      endpoints: endpoints.map((endpoint) => ({
        id: endpoint.id,
        stepIds: index.stepsOf(endpoint).map(({ id }) => id),
      })),
    }),
    [connection.id, endpoints, index],
  );
  const query = useCoreQuery('key.list', input, { staleTime: 5000, keepPrevious: true });
  const facts = query.data?.endpoints;
  const rows = useMemo(
    () => keyRows(endpoints, facts ?? [], (endpoint) => index.stepsOf(endpoint)),
    [endpoints, facts, index],
  );
  const shown = useMemo(() => filterKeyRows(rows, filter, text), [rows, filter, text]);
  const open = (row: KeyRow) => selectNode(connection.id, { kind: 'serviceEndpoint', id: row.endpoint.id });
  const columns = useMemo(
    () => keyColumns((row) => selectNode(connection.id, { kind: 'serviceEndpoint', id: row.endpoint.id })),
    [connection.id],
  );
  const selected = shown.find(({ endpoint }) => endpoint.id === selectedId);
  return (
    <div className={styles.column}>
      {query.isFetching ? <QuietProgress label="Looking at the newest jobs" /> : null}
      <p className={styles.sentence} role="status">
        {keysSentence(rows)}
      </p>
      <div className={styles.bar}>
        <div className={styles.search}>
          <SearchField label="Filter by name, address or policy" value={text} onChange={setText} />
        </div>
        <div className={styles.filter}>
          <SegmentedControl
            label="Which ones"
            segments={[
              { value: 'all', label: 'All' },
              { value: 'missing', label: 'Without a secret' },
              { value: 'failing', label: 'Failed last' },
            ]}
            value={filter}
            onChange={setFilter}
          />
        </div>
        {rows.some(({ secret }) => secret === 'missing') ? (
          <Button onClick={onRekey}>Give them their keys…</Button>
        ) : null}
      </div>
      {query.failure ? <FailureMessage failure={query.failure} onRetry={() => void query.refetch()} /> : null}
      <div className={styles.table}>
        <DataTable
          label="Keys"
          columns={columns}
          rows={shown}
          rowKey={({ endpoint }) => endpoint.id}
          selectedKey={selectedId}
          onSelect={({ endpoint }) => setSelectedId(endpoint.id)}
          onActivate={open}
          empty={
            <EmptyState
              title={endpoints.length === 0 ? 'No service endpoint or webhook is registered' : 'None of them'}
            >
              {endpoints.length === 0
                ? 'Register one, and it is listed here with its secret.'
                : 'Nothing matches the filter.'}
            </EmptyState>
          }
        />
      </div>
      {selected ? <Chosen row={selected} onOpen={() => open(selected)} /> : null}
    </div>
  );
}

function Chosen({ row, onOpen }: { readonly row: KeyRow; readonly onOpen: () => void }) {
  const styles = useStyles();
  const { endpoint, secret, failing, facts } = row;
  const sentence = sentenceOf(row);
  return (
    <NoteBox tone={secret === 'missing' || failing ? 'warning' : 'neutral'}>
      <div className={styles.chosen}>
        <span className={styles.grow}>
          <strong>{endpoint.name}</strong> {sentence}
          {failing && facts?.lastFailure?.sentence ? ` ${facts.lastFailure.sentence}` : null}
        </span>
        <Button size="small" onClick={onOpen}>
          Show in the tree
        </Button>
      </div>
    </NoteBox>
  );
}

function sentenceOf({ endpoint, secret, failing }: KeyRow): string {
  const place = endpoint.url ?? [endpoint.namespaceAddress, endpoint.path].filter(Boolean).join('');
  if (secret === 'missing') return `(${place}) has no secret, so every post to it fails.`;
  if (secret === 'retired') return `(${place}) is still on ACS, which is switched off: move it to a SAS key.`;
  return failing ? `(${place}) failed last:` : `(${place})`;
}
