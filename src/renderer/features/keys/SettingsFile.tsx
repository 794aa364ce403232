import { useId, useRef, useState } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import { useCall } from '../../app/core/useCall.ts';
import { saveTextFile } from '../../bridge/saveTextFile.ts';
import { Button, FailureMessage, makeStyles, VisuallyHidden } from '../../kit/kit.ts';
import { RekeyPlan } from './RekeyPlan.tsx';
import { type RekeyState, useRekeyPlan } from './useRekeyPlan.ts';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: '12px', maxWidth: '820px' },
  text: { margin: 0 },
  row: { display: 'flex', gap: '8px', flexWrap: 'wrap' },
});

/** Bytes. */
const largest = 1_000_000;

/** Addresses, paths, URLs and where keys come from, kept in a file for each environment. */
export function SettingsFile({ connection }: { readonly connection: Connection }) {
  const state = useRekeyPlan(connection.id, { kind: 'settings' });
  if (state.plan) return <RekeyPlan connection={connection} state={state} plan={state.plan} />;
  return <Source connection={connection} state={state} />;
}

function Source({ connection, state }: { readonly connection: Connection; readonly state: RekeyState }) {
  const styles = useStyles();
  const picker = useRef<HTMLInputElement>(null);
  const pickerId = useId();
  const [refused, setRefused] = useState<Failure | null>(null);
  const exporting = useCall('endpointSettings.export');
  const busy = state.working !== null || exporting.running;
  const choose = async (file: File) => {
    setRefused(null);
    if (file.size > largest) {
      setRefused({ code: 'invalid', sentence: `${file.name} is too large for a settings file.` });
      return;
    }
    await state.read(await file.text(), file.name);
  };
  const save = async (format: 'yaml' | 'json') => {
    const outcome = await exporting.run({ connectionId: connection.id, format });
    if (outcome.kind === 'done') saveTextFile(outcome.output.fileName, outcome.output.text);
  };
  const failure = refused ?? state.failure ?? exporting.failure;
  return (
    <div className={styles.column}>
      <p className={styles.text}>
        A settings file says for one environment where each endpoint and webhook leads: address, path, policy,
        URL, and where its secret comes from. It holds no secret itself. Put it in force after each import;
        you see first what would change.
      </p>
      <div className={styles.row}>
        <Button appearance="primary" disabledFocusable={busy} onClick={() => picker.current?.click()}>
          Choose a settings file…
        </Button>
        <Button disabledFocusable={busy} onClick={() => void save('yaml')}>
          Save a template as YAML
        </Button>
        <Button disabledFocusable={busy} onClick={() => void save('json')}>
          Save it as JSON
        </Button>
      </div>
      <VisuallyHidden>
        <label htmlFor={pickerId}>Settings file of endpoints</label>
        <input
          ref={picker}
          id={pickerId}
          type="file"
          tabIndex={-1}
          accept=".json,.yaml,.yml"
          onChange={(event) => {
            const file = event.target.files?.[0];
            // The same file again is a choice too.
            event.target.value = '';
            if (file) void choose(file);
          }}
        />
      </VisuallyHidden>
      {failure ? <FailureMessage failure={failure} /> : null}
    </div>
  );
}
