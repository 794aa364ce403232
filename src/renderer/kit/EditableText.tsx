import { Button, Input, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';

const useStyles = makeStyles({
  shown: { display: 'flex', alignItems: 'center', gap: '4px', minWidth: 0 },
  text: { overflowWrap: 'anywhere', userSelect: 'text' },
  change: {
    // A text that fills the line wraps; the button beside it keeps its width.
    flexShrink: 0,
    minWidth: 'auto',
    height: '20px',
    padding: '0 4px',
    fontSize: '12px',
    fontWeight: tokens.fontWeightRegular,
    color: tokens.colorBrandForeground1,
  },
  form: { display: 'flex', flexDirection: 'column', gap: '2px', width: '100%', minWidth: '160px' },
  line: { display: 'flex', gap: '4px', alignItems: 'center' },
  input: { flex: 1, minWidth: 0 },
  note: { fontSize: '12px', lineHeight: '16px', color: tokens.colorNeutralForeground3 },
  problem: { color: tokens.colorPaletteRedForeground1 },
});

export interface SaveRefused {
  readonly sentence: string;
  readonly advice?: string;
  /** Saving once more may work: it means to put this in place of what somebody else wrote. */
  readonly again?: boolean;
}

export interface TextEdit {
  /** As it is typed; empty where there is none. */
  readonly text: string;
  readonly check: (text: string) => string | null;
  /** Null when it was saved. `again` follows a refusal that said so. */
  readonly save: (text: string, again: boolean) => Promise<SaveRefused | null>;
  /** Asked before it is saved; then Enter once more saves. */
  readonly question?: string;
}

interface EditableTextProps {
  /** What it is: the button and the field are named after it. */
  readonly name: string;
  readonly edit: TextEdit;
  /** Where there is none. */
  readonly none: string;
}

/** A text that is changed where it stands: Enter saves, Escape brings back what was there. */
export function EditableText({ name, edit, none }: EditableTextProps) {
  const styles = useStyles();
  const [typed, setTyped] = useState<string | null>(null);
  // What was saved is shown at once; the organisation's answer comes with the next load.
  const [saved, setSaved] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const [asked, setAsked] = useState(false);
  const [refused, setRefused] = useState<SaveRefused | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const returning = useRef(false);
  const noteId = useId();
  const editing = typed !== null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another text from outside ends what was shown in its place
  useEffect(() => setSaved(null), [edit.text]);
  useEffect(() => {
    if (editing) input.current?.select();
    else if (returning.current) {
      returning.current = false;
      button.current?.focus();
    }
  }, [editing]);

  const text = saved ?? edit.text;
  const leave = () => {
    returning.current = true;
    setTyped(null);
    setRefused(null);
    setAsked(false);
  };
  const problem = typed === null || typed === text ? null : edit.check(typed);
  const save = async () => {
    if (typed === null || saving || problem !== null) return;
    if (typed.trim() === text) return leave();
    if (edit.question !== undefined && !asked) return setAsked(true);
    setSaving(true);
    const outcome = await edit.save(typed, refused?.again === true);
    setSaving(false);
    setRefused(outcome);
    if (outcome) {
      input.current?.focus();
      return;
    }
    setSaved(typed.trim());
    leave();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      void save();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (!saving) leave();
    }
  };

  if (typed === null) {
    return (
      <span className={styles.shown}>
        <span className={styles.text}>{text === '' ? none : text}</span>
        <Button
          ref={button}
          className={styles.change}
          appearance="transparent"
          size="small"
          aria-label={`Change ${name.toLowerCase()}`}
          onClick={() => setTyped(text)}
        >
          Change
        </Button>
      </span>
    );
  }
  const wrong = problem ?? (refused && [refused.sentence, refused.advice].filter(Boolean).join(' '));
  const hint = asked ? edit.question : 'Enter saves, Escape leaves it as it was.';
  return (
    <span className={styles.form}>
      <span className={styles.line}>
        <Input
          ref={input}
          className={styles.input}
          size="small"
          aria-label={name}
          aria-describedby={noteId}
          aria-invalid={Boolean(wrong)}
          readOnly={saving}
          value={typed}
          autoComplete="off"
          onChange={(_, data) => {
            setTyped(data.value);
            setAsked(false);
          }}
          onKeyDown={onKeyDown}
        />
        <Button size="small" appearance="primary" disabledFocusable={saving} onClick={() => void save()}>
          {saving ? 'Saving…' : 'Save'}
        </Button>
      </span>
      <span
        id={noteId}
        className={mergeClasses(styles.note, Boolean(wrong) && styles.problem)}
        role={wrong || asked ? 'alert' : undefined}
      >
        {wrong ?? hint}
      </span>
    </span>
  );
}
