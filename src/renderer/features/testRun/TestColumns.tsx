import { useState } from 'react';
import type { TestColumn } from '../../../shared/contract/calls/testRuns.ts';
import { Button, FieldRow, Input, makeStyles, Select, Textarea, tokens } from '../../kit/kit.ts';
import { columnProblem, type TestTexts } from './testForm.ts';

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(240px, 100%), 1fr))',
    columnGap: '16px',
    rowGap: '12px',
    alignItems: 'start',
  },
  whole: { gridColumn: '1 / -1' },
  logical: { fontFamily: tokens.fontFamilyMonospace, fontSize: '12px' },
  more: { justifySelf: 'start', gridColumn: '1 / -1' },
});

interface TestColumnsProps {
  readonly columns: readonly TestColumn[];
  readonly texts: TestTexts;
  readonly onChange: (texts: TestTexts) => void;
  /** Said by the core, by `values.` and the column. */
  readonly refused?: Readonly<Record<string, string>> | undefined;
}

/** The values of a test row, each with the editor that fits its column. */
export function TestColumns({ columns, texts, onChange, refused }: TestColumnsProps) {
  const styles = useStyles();
  const [all, setAll] = useState(false);
  // Decided once: a value that is emptied does not take its field away.
  const [first] = useState(
    () =>
      new Set(
        columns
          .filter(({ suggestion, required }) => suggestion !== null || required)
          .map(({ logicalName }) => logicalName),
      ),
  );
  const shown = all ? columns : columns.filter(({ logicalName }) => first.has(logicalName));
  const hidden = columns.length - shown.length;
  return (
    <div className={styles.grid}>
      {shown.map((column) => {
        const { logicalName, displayName, editor, required } = column;
        const text = texts[logicalName] ?? '';
        const sentence = refused?.[`values.${logicalName}`] ?? columnProblem(column, text);
        const set = (value: string) => onChange({ ...texts, [logicalName]: value });
        return (
          <FieldRow
            key={logicalName}
            className={editor === 'multiline' ? styles.whole : undefined}
            label={displayName ?? logicalName}
            required={required}
            hint={<span className={styles.logical}>{logicalName}</span>}
            problem={sentence ? { sentence } : null}
          >
            {editorFor(column, text, set)}
          </FieldRow>
        );
      })}
      {hidden > 0 ? (
        <Button className={styles.more} appearance="subtle" onClick={() => setAll(true)}>
          Show {hidden} more {hidden === 1 ? 'column' : 'columns'}
        </Button>
      ) : null}
    </div>
  );
}

function editorFor(column: TestColumn, text: string, set: (text: string) => void) {
  switch (column.editor) {
    case 'multiline':
      return <Textarea value={text} resize="vertical" onChange={(_, data) => set(data.value)} />;
    case 'yesNo':
      return (
        <Select value={text} onChange={(_, data) => set(data.value)}>
          <option value="">Leave out</option>
          <option value="true">Yes</option>
          <option value="false">No</option>
        </Select>
      );
    case 'choice':
      return (
        <Select value={text} onChange={(_, data) => set(data.value)}>
          <option value="">Leave out</option>
          {column.options?.map(({ value, label }) => (
            <option key={value} value={String(value)}>
              {label} ({value})
            </option>
          ))}
        </Select>
      );
    case 'date':
      return <Input type="date" value={text} onChange={(_, data) => set(data.value)} />;
    case 'dateTime':
      return <Input type="datetime-local" step={1} value={text} onChange={(_, data) => set(data.value)} />;
    case 'wholeNumber':
      return <Input inputMode="numeric" value={text} onChange={(_, data) => set(data.value)} />;
    case 'decimalNumber':
      return <Input inputMode="decimal" value={text} onChange={(_, data) => set(data.value)} />;
    case 'text':
      return <Input value={text} onChange={(_, data) => set(data.value)} />;
  }
}
