import { type ReactNode, useState } from 'react';
import { Button, type FieldProblem, FieldRow, makeStyles, Textarea, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  row: { gridColumn: '1 / -1', minWidth: 0 },
  text: {
    '& textarea': {
      fontFamily: tokens.fontFamilyMonospace,
      fontSize: '12px',
      lineHeight: '18px',
      maxHeight: 'none',
      whiteSpace: 'pre',
    },
  },
  foot: { display: 'flex', gap: '8px', alignItems: 'center', marginTop: '4px' },
  count: { fontSize: '12px', color: tokens.colorNeutralForeground2, marginInlineStart: 'auto' },
});

interface ConfigurationFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problem: FieldProblem | null;
  readonly hint?: ReactNode;
  /** Buttons beside the one that makes room. */
  readonly actions?: ReactNode;
}

/** A text of any length that code reads: Enter begins a new line in it and never saves the form. */
export function ConfigurationField(props: ConfigurationFieldProps) {
  const { label, value, onChange, problem, hint, actions } = props;
  const styles = useStyles();
  const [large, setLarge] = useState(false);
  return (
    <div className={styles.row}>
      <FieldRow label={label} optional problem={problem} hint={hint}>
        <Textarea
          className={styles.text}
          value={value}
          resize="vertical"
          spellCheck={false}
          textarea={{ style: { height: large ? 'min(520px, 60vh)' : '96px' } }}
          onChange={(_, data) => onChange(data.value)}
        />
      </FieldRow>
      <div className={styles.foot}>
        <Button size="small" aria-pressed={large} onClick={() => setLarge(!large)}>
          {large ? 'Less room' : 'More room'}
        </Button>
        {actions}
        {value.length > 0 ? (
          <span className={styles.count}>{value.length.toLocaleString()} characters</span>
        ) : null}
      </div>
    </div>
  );
}
