import type { TestColumn, TestValue } from '../../../shared/contract/calls/testRuns.ts';

/** What the form holds of each column: the text of its input; empty leaves the column out. */
export type TestTexts = Readonly<Record<string, string>>;

const two = (value: number) => String(value).padStart(2, '0');

/** As an input of type datetime-local wants it: this computer's time, without a zone. */
export function toLocalDateTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

export function textOf(column: TestColumn): string {
  const { suggestion, editor } = column;
  if (suggestion === null) return '';
  return editor === 'dateTime' ? toLocalDateTime(String(suggestion)) : String(suggestion);
}

/** The texts as the core takes them; columns without a text are left out. */
export function testValuesOf(columns: readonly TestColumn[], texts: TestTexts): Record<string, TestValue> {
  const values: Record<string, TestValue> = {};
  for (const { logicalName, editor } of columns) {
    const text = texts[logicalName] ?? '';
    if (text === '') continue;
    values[logicalName] = readText(editor, text);
  }
  return values;
}

function readText(editor: TestColumn['editor'], text: string): TestValue {
  switch (editor) {
    case 'yesNo':
      return text === 'true';
    case 'choice':
      return Number(text);
    case 'dateTime': {
      const date = new Date(text);
      return Number.isNaN(date.getTime()) ? text : date.toISOString();
    }
    default:
      // Numbers stay texts: the core says what is wrong with those that are none.
      return text;
  }
}

/** What stands against a value, as far as the form can know. */
export function columnProblem(column: TestColumn, text: string): string | null {
  if (text === '') return column.required ? 'The table asks for a value here.' : null;
  if (column.maxLength !== null && text.length > column.maxLength) {
    return `At most ${column.maxLength} characters; these are ${text.length}.`;
  }
  if (column.editor === 'wholeNumber' && !/^\s*[+-]?\d+\s*$/.test(text)) return 'Type a whole number.';
  if (column.editor === 'decimalNumber' && !/^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(text)) {
    return 'Type a number, with a point for decimals.';
  }
  return null;
}
