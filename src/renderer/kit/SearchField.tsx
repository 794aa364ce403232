import { Button, Input, makeStyles, tokens } from '@fluentui/react-components';
import { type KeyboardEvent, type Ref, useImperativeHandle, useRef } from 'react';
import { DismissSmallIcon, SearchIcon } from './icons.ts';

const useStyles = makeStyles({
  box: {
    width: '100%',
    maxWidth: '288px',
    '& input::-webkit-search-cancel-button': { display: 'none' },
  },
  key: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '12px',
    lineHeight: '16px',
    padding: '0 4px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusSmall,
    color: tokens.colorNeutralForeground3,
    whiteSpace: 'nowrap',
  },
  clear: { minWidth: '20px', width: '20px', height: '20px', padding: 0 },
});

export interface SearchFieldHandle {
  /** Puts the cursor in and selects what is there. */
  focus(): void;
}

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly shortcut?: string;
  /** Arrow down or Enter: on to what was found. */
  readonly onLeave?: () => void;
  readonly handle?: Ref<SearchFieldHandle>;
}

/** A search field; Escape empties it. */
export function SearchField({ label, value, onChange, shortcut, onLeave, handle }: SearchFieldProps) {
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  const focus = () => {
    input.current?.focus();
    input.current?.select();
  };
  useImperativeHandle(handle, () => ({ focus }));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && value !== '') {
      event.stopPropagation();
      onChange('');
    } else if ((event.key === 'ArrowDown' || event.key === 'Enter') && onLeave) {
      event.preventDefault();
      onLeave();
    }
  };
  const clear = (
    <Button
      className={styles.clear}
      appearance="transparent"
      size="small"
      aria-label="Clear the search"
      icon={<DismissSmallIcon />}
      onClick={() => {
        onChange('');
        focus();
      }}
    />
  );
  const hint = shortcut ? (
    <span className={styles.key} aria-hidden>
      {shortcut}
    </span>
  ) : undefined;
  return (
    <Input
      ref={input}
      type="search"
      className={styles.box}
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(_, data) => onChange(data.value)}
      onKeyDown={onKeyDown}
      contentBefore={<SearchIcon />}
      contentAfter={value === '' ? hint : clear}
      autoComplete="off"
      spellCheck={false}
    />
  );
}
