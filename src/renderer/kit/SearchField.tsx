import { makeStyles, SearchBox, tokens } from '@fluentui/react-components';
import { type KeyboardEvent, type Ref, useImperativeHandle, useRef } from 'react';

const useStyles = makeStyles({
  box: { width: '100%', maxWidth: '288px' },
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
  useImperativeHandle(
    handle,
    () => ({
      focus: () => {
        input.current?.focus();
        input.current?.select();
      },
    }),
    [],
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && value !== '') {
      event.stopPropagation();
      onChange('');
    } else if ((event.key === 'ArrowDown' || event.key === 'Enter') && onLeave) {
      event.preventDefault();
      onLeave();
    }
  };
  return (
    <SearchBox
      ref={input}
      className={styles.box}
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(_, data) => onChange(data.value)}
      onKeyDown={onKeyDown}
      contentAfter={shortcut ? <span className={styles.key}>{shortcut}</span> : undefined}
    />
  );
}
