import { Combobox, makeStyles, Option, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';

const useStyles = makeStyles({
  option: { display: 'flex', gap: '8px', alignItems: 'baseline', minWidth: 0, width: '100%' },
  detail: {
    color: tokens.colorNeutralForeground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '12px',
    marginInlineStart: 'auto',
  },
  note: { padding: '6px 8px', color: tokens.colorNeutralForeground3, fontSize: '12px' },
});

export interface Found<Item> {
  readonly items: readonly Item[];
  /** There are more than these. */
  readonly more: boolean;
}

interface AsyncComboboxProps<Item> {
  readonly value: Item | null;
  readonly onChange: (item: Item | null) => void;
  /** Looks for what was typed; aborted when the user types on. */
  readonly search: (text: string, signal: AbortSignal) => Promise<Found<Item>>;
  readonly itemKey: (item: Item) => string;
  readonly itemText: (item: Item) => string;
  /** The one fact that tells it apart, in grey: the logical name. */
  readonly itemDetail?: (item: Item) => string | null;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  /** Emptying the field chooses nothing; otherwise the choice comes back on leaving. */
  readonly clearable?: boolean;
  /** Has the focus when it comes, also into a dialog that is open already. */
  readonly autoFocus?: boolean;
  /** Given by a field row. */
  readonly id?: string;
  readonly 'aria-label'?: string;
}

/** A choice out of many: typing searches, arrows and Enter choose. Stands inside a `FieldRow`. */
export function AsyncCombobox<Item>(props: AsyncComboboxProps<Item>) {
  const { value, onChange, search, itemKey, itemText, itemDetail, placeholder, disabled, clearable } = props;
  const styles = useStyles();
  const [typed, setTyped] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [found, setFound] = useState<Found<Item> | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const latestSearch = useRef(search);
  latestSearch.current = search;

  const text = typed ?? '';
  useEffect(() => {
    if (!open) return;
    const stop = new AbortController();
    // The pause spares the organisation a request per letter.
    const timer = window.setTimeout(
      () => {
        latestSearch.current(text, stop.signal).then(
          (result) => {
            if (stop.signal.aborted) return;
            setFound(result);
            setProblem(null);
          },
          (error: unknown) => {
            if (!stop.signal.aborted) setProblem(error instanceof Error ? error.message : String(error));
          },
        );
      },
      text === '' ? 0 : 150,
    );
    return () => {
      window.clearTimeout(timer);
      stop.abort();
    };
  }, [open, text]);

  const shownText = typed ?? (value === null ? '' : itemText(value));
  const items = found?.items ?? [];
  return (
    <Combobox
      id={props.id}
      autoFocus={props.autoFocus}
      aria-label={props['aria-label']}
      freeform
      placeholder={placeholder}
      disabled={disabled}
      clearable={clearable}
      // Arrow down opens the list: the button is for the pointer, and not a stop on the way to the next field.
      expandIcon={{ tabIndex: -1 }}
      open={open}
      onOpenChange={(_, data) => {
        setOpen(data.open);
        if (!data.open) setFound(null);
      }}
      value={shownText}
      selectedOptions={value === null ? [] : [itemKey(value)]}
      onChange={(event) => {
        setTyped(event.target.value);
        // Text that is pasted, dictated or dropped presses no key, which is what the list opens by.
        setOpen(true);
      }}
      onBlur={() => {
        if (typed === '' && clearable) onChange(null);
        // Who types a whole name means it, also without Enter.
        const meant = typed?.trim().toLowerCase();
        const named = meant ? items.find((item) => itemText(item).toLowerCase() === meant) : undefined;
        if (named) onChange(named);
        setTyped(null);
      }}
      onOptionSelect={(event, data) => {
        // Fluent gives a choice up as soon as one types over it. Here typing only searches, until something is chosen.
        if (data.optionValue === undefined && event.type === 'change') return;
        const chosen = items.find((item) => itemKey(item) === data.optionValue) ?? null;
        if (chosen || clearable) onChange(chosen);
        setTyped(null);
        setOpen(false);
      }}
    >
      {problem ? (
        <div className={styles.note} role="alert">
          {problem}
        </div>
      ) : null}
      {items.map((item) => {
        const detail = itemDetail?.(item);
        return (
          <Option key={itemKey(item)} value={itemKey(item)} text={itemText(item)}>
            <span className={styles.option}>
              {itemText(item)}
              {detail ? <span className={styles.detail}>{detail}</span> : null}
            </span>
          </Option>
        );
      })}
      {found && items.length === 0 && !problem ? (
        <div className={styles.note} role="status">
          Nothing is called “{text}”.
        </div>
      ) : null}
      {!found && !problem ? (
        <div className={styles.note} role="status">
          Searching…
        </div>
      ) : null}
      {found?.more ? <div className={styles.note}>There are more: type on to narrow them down.</div> : null}
    </Combobox>
  );
}
