import { type DragEvent, useId, useRef, useState } from 'react';
import {
  Button,
  FailureMessage,
  FieldRow,
  Input,
  makeStyles,
  mergeClasses,
  tokens,
  VisuallyHidden,
} from '../../kit/kit.ts';
import type { CertificateFileState } from './useCertificateFile.ts';

const useStyles = makeStyles({
  area: {
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    flexWrap: 'wrap',
    padding: '12px',
    border: `1px dashed ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  over: { backgroundColor: tokens.colorBrandBackground2 },
  hint: { color: tokens.colorNeutralForeground3 },
  password: { display: 'flex', gap: '12px', alignItems: 'flex-end', marginTop: '12px', maxWidth: '480px' },
  grow: { flex: 1 },
  failure: { marginTop: '12px' },
});

interface CertificatePickerProps {
  /** Names the place: "Certificate file". */
  readonly label: string;
  readonly state: CertificateFileState;
  /** Assemblies and packages are taken as well. */
  readonly signedFilesToo?: boolean;
  /** Of such a file, where one was chosen. */
  readonly signedFile?: string | undefined;
}

/** Where a file of certificates is chosen or dropped, and its password given. */
export function CertificatePicker({
  label,
  state,
  signedFilesToo = false,
  signedFile,
}: CertificatePickerProps) {
  const styles = useStyles();
  const picker = useRef<HTMLInputElement>(null);
  const pickerId = useId();
  const [over, setOver] = useState(false);
  const [password, setPassword] = useState('');
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) void state.choose(file);
  };
  return (
    <div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a short cut; the button does the same by keys */}
      <div
        className={mergeClasses(styles.area, over && styles.over)}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Button onClick={() => picker.current?.click()}>Choose a file…</Button>
        <span className={styles.hint}>
          {signedFile ??
            state.file?.fileName ??
            state.locked ??
            `${label}: CER, CRT, PEM, DER, P7B or PFX${signedFilesToo ? ', or a signed DLL, EXE or nupkg' : ''}; or drop it here`}
        </span>
      </div>
      <VisuallyHidden>
        <label htmlFor={pickerId}>{label}</label>
        <input
          ref={picker}
          id={pickerId}
          type="file"
          tabIndex={-1}
          accept={`.cer,.crt,.pem,.der,.p7b,.p7c,.pfx,.p12,.txt${signedFilesToo ? ',.dll,.exe,.nupkg' : ''}`}
          onChange={(event) => {
            const file = event.target.files?.[0];
            // The same file again is a choice too.
            event.target.value = '';
            if (file) void state.choose(file);
          }}
        />
      </VisuallyHidden>
      {state.locked ? (
        <form
          className={styles.password}
          onSubmit={(event) => {
            event.preventDefault();
            const given = password;
            setPassword('');
            void state.unlock(given);
          }}
        >
          <FieldRow
            className={styles.grow}
            label={`Password of ${state.locked}`}
            problem={state.failure?.fields?.password ? { sentence: state.failure.fields.password } : null}
          >
            <Input
              type="password"
              autoFocus
              autoComplete="off"
              value={password}
              onChange={(_event, data) => setPassword(data.value)}
            />
          </FieldRow>
          <Button type="submit" disabledFocusable={password === '' || state.reading}>
            Open
          </Button>
        </form>
      ) : state.failure ? (
        <div className={styles.failure}>
          <FailureMessage failure={state.failure} />
        </div>
      ) : null}
    </div>
  );
}
