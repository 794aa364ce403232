import { useEffect, useState } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { KeyRotation } from '../../../shared/domain/keyRotation.ts';
import { useCall } from '../../app/core/useCall.ts';
import {
  Button,
  CheckList,
  FailureMessage,
  FieldRow,
  Input,
  makeStyles,
  NoteBox,
  ProgressLine,
} from '../../kit/kit.ts';
import { RekeyPlan } from './RekeyPlan.tsx';
import { useRekeyPlan } from './useRekeyPlan.ts';

const useStyles = makeStyles({
  form: { display: 'flex', gap: '12px', alignItems: 'flex-end', flexWrap: 'wrap', maxWidth: '960px' },
  grow: { flex: '1 1 360px' },
  plan: { flex: '1 1 320px', minHeight: '320px' },
  row: { display: 'flex', gap: '8px', flexWrap: 'wrap' },
});

interface RotationKeyProps {
  readonly connection: Connection;
  readonly rotation: KeyRotation;
  readonly which: 'primary' | 'secondary';
  readonly advancing: boolean;
  readonly onChanged: () => void;
  readonly onGoOn: (anyway: boolean) => void;
}

/** A step that gives the endpoints a key: pasted, checked, saved, and proved to be in use. */
export function RotationKey(props: RotationKeyProps) {
  const { connection, rotation, which, advancing, onChanged, onGoOn } = props;
  const styles = useStyles();
  const state = useRekeyPlan(connection.id, { kind: 'rotation', id: rotation.id });
  const prove = useCall('rotation.prove');
  const [text, setText] = useState('');
  const saved = rotation.savedAt !== null;
  const allSaved = state.plan?.rows.every((row) => row.state === 'saved') ?? false;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rotation is another one as soon as all is saved
  useEffect(() => {
    if (allSaved) onChanged();
  }, [allSaved]);
  const runProof = async () => {
    await prove.run({ connectionId: connection.id, id: rotation.id });
    onChanged();
  };
  const read = async () => {
    if (await state.read(text, null)) setText('');
  };
  if (!saved) {
    return state.plan ? (
      <div className={styles.plan}>
        <RekeyPlan connection={connection} state={state} plan={state.plan} />
      </div>
    ) : (
      <>
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            void read();
          }}
        >
          <FieldRow
            className={styles.grow}
            label={which === 'secondary' ? 'Secondary connection string' : 'New primary connection string'}
          >
            <Input
              type="password"
              autoComplete="off"
              placeholder="From the Azure portal: Shared access policies, the policy; its key alone will do too"
              value={text}
              onChange={(_event, data) => setText(data.value)}
            />
          </FieldRow>
          <Button
            type="submit"
            appearance="primary"
            disabledFocusable={text.trim() === '' || state.working !== null}
          >
            See its endpoints
          </Button>
        </form>
        {state.failure ? <FailureMessage failure={state.failure} /> : null}
      </>
    );
  }
  const endpoints = prove.progress?.endpoints ?? [];
  return (
    <>
      <NoteBox tone={rotation.provedAt ? 'good' : 'info'}>
        {rotation.provedAt
          ? `Every endpoint has posted with the ${which} key.`
          : `Every endpoint has the ${which} key. Prove that each posts with it: one that has posted since counts at once, the others get a test message from Dataverse.`}
      </NoteBox>
      {endpoints.length > 0 ? (
        <CheckList
          label="Proof"
          lines={endpoints.map(({ name, outcome, sentence }) => ({
            id: name,
            state: outcome,
            sentence: `${name}: ${sentence}`,
          }))}
        />
      ) : null}
      {prove.running ? <ProgressLine label="Proving" onCancel={prove.cancel} /> : null}
      {prove.failure ? <FailureMessage failure={prove.failure} /> : null}
      <div className={styles.row}>
        <Button disabledFocusable={prove.running} onClick={() => void runProof()}>
          Prove it
        </Button>
        <Button
          appearance="primary"
          title={rotation.provedAt ? undefined : 'Prove first that each endpoint posts with the key.'}
          disabledFocusable={advancing || prove.running || rotation.provedAt === null}
          onClick={() => onGoOn(false)}
        >
          Go on
        </Button>
        {rotation.provedAt === null && endpoints.some(({ outcome }) => outcome === 'failed') ? (
          <Button disabledFocusable={advancing || prove.running} onClick={() => onGoOn(true)}>
            Go on without proof
          </Button>
        ) : null}
      </div>
    </>
  );
}
