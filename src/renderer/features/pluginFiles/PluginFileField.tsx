import { type ChangeEvent, type DragEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import {
  Button,
  FailureMessage,
  FieldRow,
  Input,
  makeStyles,
  mergeClasses,
  ProgressLine,
  tokens,
  VisuallyHidden,
} from '../../kit/kit.ts';
import { FileFacts } from './FileFacts.tsx';
import type { PluginFileHandle } from './usePluginFile.ts';

const useStyles = makeStyles({
  place: {
    display: 'flex',
    flexDirection: 'column',
    gap: '10px',
    padding: '12px',
    border: `1px dashed ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  over: { backgroundColor: tokens.colorBrandBackground2, border: `1px dashed ${tokens.colorBrandStroke1}` },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 12px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  mono: { '& input': { fontFamily: tokens.fontFamilyMonospace, fontSize: '12px' } },
  button: { minWidth: 'auto', whiteSpace: 'nowrap' },
});

interface PluginFileFieldProps {
  readonly kind: 'assembly' | 'package';
  readonly handle: PluginFileHandle;
  readonly disabled?: boolean;
}

/** Choose, drop, or open by path; below it what the file was understood as. */
export function PluginFileField({ kind, handle, disabled = false }: PluginFileFieldProps) {
  const styles = useStyles();
  const picker = useRef<HTMLInputElement>(null);
  const pickerId = useId();
  const [over, setOver] = useState(false);
  const { opened, busy, failure } = handle;
  /** Null while the field shows where the opened file is. */
  const [typed, setTyped] = useState<string | null>(null);
  const path = typed ?? opened?.path ?? '';
  const [shown, setShown] = useState(opened);
  if (opened !== shown) {
    setShown(opened);
    setTyped(null);
  }
  const endings = kind === 'assembly' ? '.dll,.exe' : '.nupkg';
  const noun = kind === 'assembly' ? 'assembly (.dll)' : 'package (.nupkg)';

  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const { files } = event.target;
    const file = files?.[0];
    if (file) handle.openFile(file);
    // The same file can be chosen once more when it was built anew.
    event.target.value = '';
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    const { files } = event.dataTransfer;
    const file = files[0];
    if (file && !disabled) handle.openFile(file);
  };
  const openPath = () => {
    if (path.trim() !== '') handle.openPath(path);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter opens what was typed first, and presses the form's own button the next time.
    if (event.key !== 'Enter' || path.trim() === '' || path === opened?.path) return;
    event.preventDefault();
    openPath();
  };
  const pathProblem = failure?.fields?.path;
  return (
    <section
      aria-label="File"
      className={mergeClasses(styles.place, over && styles.over)}
      onDragOver={(event) => {
        event.preventDefault();
        event.stopPropagation();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {opened ? <FileFacts opened={opened} /> : null}
      <div className={styles.row}>
        <Button disabled={disabled} onClick={() => picker.current?.click()}>
          {opened ? 'Choose another file…' : 'Choose a file…'}
        </Button>
        <span className={styles.quiet}>or drop the {noun} here</span>
      </div>
      <FieldRow
        label="Path on this computer"
        optional
        problem={pathProblem === undefined ? null : { sentence: pathProblem }}
        hint="A file that is opened by its path is remembered: one key updates from it again, and it can be watched."
      >
        <Input
          className={styles.mono}
          value={path}
          disabled={disabled}
          onChange={(_, data) => setTyped(data.value)}
          onKeyDown={onKeyDown}
          contentAfter={
            <Button
              className={styles.button}
              size="small"
              disabled={disabled || path.trim() === ''}
              onClick={openPath}
            >
              Open
            </Button>
          }
        />
      </FieldRow>
      {busy ? (
        <ProgressLine label={busy.label} {...(busy.share === undefined ? {} : { share: busy.share })} />
      ) : null}
      {failure && pathProblem === undefined ? <FailureMessage failure={failure} /> : null}
      <VisuallyHidden>
        <label htmlFor={pickerId}>File of the {kind}</label>
        <input ref={picker} id={pickerId} type="file" tabIndex={-1} accept={endings} onChange={choose} />
      </VisuallyHidden>
    </section>
  );
}
