import { useState } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import { usesAcs } from '../../../shared/domain/acsEndpoint.ts';
import type { ServiceEndpoint } from '../../../shared/domain/registration.ts';
import type { Commands } from '../../app/commands/useCommands.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { Button, makeStyles, NoteBox } from '../../kit/kit.ts';
import { formatDate } from '../explorer/formatDate.ts';
import { useUndoMove } from './useUndoMove.ts';

const useStyles = makeStyles({
  box: { marginBottom: '12px', maxWidth: '720px' },
  line: { display: 'flex', alignItems: 'center', gap: '12px', flexWrap: 'wrap' },
  words: { flex: '1 1 320px', minWidth: 0 },
  button: { flexShrink: 0 },
});

interface AcsNoticeProps {
  readonly connection: Connection;
  readonly endpoint: ServiceEndpoint;
  readonly commands: Commands;
}

/** In the details of an endpoint: the way out of ACS, and afterwards the way back, until something was sent. */
export function AcsNotice({ connection, endpoint, commands }: AcsNoticeProps) {
  return usesAcs(endpoint) ? (
    <Retired commands={commands} />
  ) : endpoint.authorizationType === 'sasKey' ? (
    <Moved connection={connection} endpoint={endpoint} />
  ) : null;
}

function Retired({ commands }: { readonly commands: Commands }) {
  const styles = useStyles();
  const { label, disabledReason } = commands.state('moveToSas');
  return (
    <NoteBox tone="bad" className={styles.box}>
      <div className={styles.line}>
        <span className={styles.words}>
          This endpoint uses Access Control (ACS), which was switched off on 7 November 2018. Its steps post
          nothing. A SAS key takes its place; steps and id stay.
        </span>
        <Button
          className={styles.button}
          appearance="primary"
          disabledFocusable={disabledReason !== null}
          title={disabledReason ?? undefined}
          onClick={() => commands.run('moveToSas')}
        >
          {label}
        </Button>
      </div>
    </NoteBox>
  );
}

function Moved({ connection, endpoint }: Pick<AcsNoticeProps, 'connection' | 'endpoint'>) {
  const styles = useStyles();
  const { data } = useCoreQuery(
    'acs.lastMove',
    { connectionId: connection.id, id: endpoint.id },
    { staleTime: 0 },
  );
  const undo = useUndoMove(connection.id, endpoint.id);
  const [running, setRunning] = useState(false);
  const move = data?.move;
  if (!move || move.obstacle !== null) return null;
  const reason = connection.readOnly ? 'This connection is read-only.' : null;
  return (
    <NoteBox tone="info" className={styles.box}>
      <div className={styles.line}>
        <span className={styles.words}>
          Moved from ACS to SAS on {formatDate(move.movedAt)}. Nothing was sent since, as far as system jobs
          tell, so it can be undone. {move.remark}
        </span>
        <Button
          className={styles.button}
          disabledFocusable={reason !== null || running}
          title={reason ?? undefined}
          onClick={() => {
            setRunning(true);
            void undo.run().finally(() => setRunning(false));
          }}
        >
          Undo the move
        </Button>
      </div>
    </NoteBox>
  );
}
