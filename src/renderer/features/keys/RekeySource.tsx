import { type DragEvent, useId, useRef, useState } from 'react';
import type { Failure } from '../../../shared/contract/failure.ts';
import { Button, FailureMessage, FieldRow, makeStyles, Textarea, VisuallyHidden } from '../../kit/kit.ts';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: '12px', maxWidth: '820px' },
  text: { margin: 0 },
  row: { display: 'flex', gap: '8px', flexWrap: 'wrap' },
  area: { '& textarea': { minHeight: '160px', fontFamily: 'monospace' } },
});

/** Bytes: a few thousand connection strings. */
const largest = 1_000_000;

interface RekeySourceProps {
  readonly busy: boolean;
  readonly failure: Failure | null;
  readonly onRead: (text: string, fileName: string | null) => Promise<boolean>;
}

/** Where secrets of many endpoints are pasted, or a file of them is chosen. */
export function RekeySource({ busy, failure, onRead }: RekeySourceProps) {
  const styles = useStyles();
  const picker = useRef<HTMLInputElement>(null);
  const pickerId = useId();
  const [text, setText] = useState('');
  const [refused, setRefused] = useState<Failure | null>(null);
  const submit = async () => {
    setRefused(null);
    // Kept while it cannot be read, so that nothing typed is lost; gone as soon as the core has it.
    if (await onRead(text, null)) setText('');
  };
  const choose = async (file: File) => {
    setRefused(null);
    if (file.size > largest) {
      setRefused({ code: 'invalid', sentence: `${file.name} is too large for a list of keys.` });
      return;
    }
    await onRead(await file.text(), file.name);
  };
  const drop = (event: DragEvent) => {
    const file = event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    void choose(file);
  };
  const shown = refused ?? failure;
  return (
    <form
      className={styles.column}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <p className={styles.text}>
        Give many endpoints their keys at once: paste connection strings, one a line, or choose a JSON, YAML
        or CSV file. Nothing is saved before you have seen which endpoint gets which.
      </p>
      <FieldRow
        label="Connection strings"
        hint="Each finds its endpoints by namespace and EntityPath. One without EntityPath counts for every endpoint of its namespace. In a file, entries may also name an endpoint: name or id, with connectionString, or keyName and key, token, webhookKey, headers or queryString."
      >
        <Textarea
          className={styles.area}
          value={text}
          spellCheck={false}
          autoComplete="off"
          resize="vertical"
          placeholder="Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=…;EntityPath=orders"
          onChange={(_event, data) => setText(data.value)}
        />
      </FieldRow>
      <div className={styles.row}>
        <Button type="submit" appearance="primary" disabledFocusable={text.trim() === '' || busy}>
          See which endpoints they fit
        </Button>
        <Button onClick={() => picker.current?.click()} disabledFocusable={busy}>
          Choose a file…
        </Button>
      </div>
      <VisuallyHidden>
        <label htmlFor={pickerId}>File of keys</label>
        <input
          ref={picker}
          id={pickerId}
          type="file"
          tabIndex={-1}
          accept=".json,.yaml,.yml,.csv,.tsv,.txt"
          onChange={(event) => {
            const file = event.target.files?.[0];
            // The same file again is a choice too.
            event.target.value = '';
            if (file) void choose(file);
          }}
        />
      </VisuallyHidden>
      {shown ? <FailureMessage failure={shown} /> : null}
    </form>
  );
}
