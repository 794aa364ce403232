import type { RekeyResult, RekeyRow } from '../../../shared/contract/calls/rekey.ts';
import type { Tone } from '../../kit/kit.ts';

/** Which rows the two buttons are about. */
export function rowsToCheck(rows: readonly RekeyRow[]): readonly string[] {
  return rows.flatMap(({ id, state, given }) => (state === 'ready' && given ? [id] : []));
}

/** Rows that failed their check, or had none, are saved only where the user asks for it. */
export function rowsToSave(rows: readonly RekeyRow[], unproved: boolean): readonly string[] {
  return rows.flatMap(({ id, state, given, check }) => {
    if (state !== 'ready') return [];
    const proved = check !== null && check.outcome !== 'failed' && check.outcome !== 'running';
    return proved || !given || unproved ? [id] : [];
  });
}

/** How a row stands in a word. */
export function rowWord(row: RekeyRow, result: RekeyResult | undefined): readonly [string, Tone] {
  if (row.state === 'saved') return ['Saved', 'good'];
  if (result && result.outcome !== 'notTried') {
    const words = {
      refused: ['Refused', 'bad'],
      conflict: ['Changed elsewhere', 'warning'],
      gone: ['Gone', 'warning'],
      unclear: ['Not certain', 'warning'],
      saved: ['Saved', 'good'],
    } as const;
    return words[result.outcome];
  }
  if (row.state === 'asks') return ['Asks for its secret', 'info'];
  if (row.state === 'same') return ['As it is', 'neutral'];
  if (row.state === 'problem') return ['Left out', 'warning'];
  if (row.state === 'unmatched') return ['No endpoint', 'warning'];
  if (!row.given) return ['Changes', 'info'];
  switch (row.check?.outcome) {
    case undefined:
      return ['Not checked', 'neutral'];
    case 'running':
      return ['Checking', 'info'];
    case 'passed':
      return ['Works', 'good'];
    case 'warning':
      return ['Works, but mind', 'warning'];
    case 'failed':
      return ['Does not work', 'bad'];
    case 'skipped':
      return ['Cannot be tried', 'neutral'];
  }
}

/** What is to be said of a row: the latest that is known. */
export function rowSentence(row: RekeyRow, result: RekeyResult | undefined): string {
  if (row.state === 'saved') return 'The endpoint has it now.';
  return result?.sentence ?? row.check?.sentence ?? row.sentence;
}

/** The whole plan in one sentence. */
export function planSentence(rows: readonly RekeyRow[]): string {
  const count = (matches: (row: RekeyRow) => boolean) => rows.filter(matches).length;
  const saved = count(({ state }) => state === 'saved');
  const failed = count(({ state, check }) => state === 'ready' && check?.outcome === 'failed');
  const ready = count(({ state }) => state === 'ready');
  const out = count(({ state }) => state === 'problem' || state === 'unmatched');
  const asking = count(({ state }) => state === 'asks');
  const same = count(({ state }) => state === 'same');
  const number = (value: number) => value.toLocaleString('en');
  const parts = [
    ...(saved > 0 ? [`${number(saved)} saved`] : []),
    ...(ready > 0 ? [`${number(ready)} to save`] : []),
    ...(failed > 0 ? [`${number(failed)} of them failed the check`] : []),
    ...(asking > 0 ? [`${number(asking)} asked for a secret`] : []),
    ...(same > 0 ? [`${number(same)} as they are`] : []),
    ...(out > 0 ? [`${number(out)} left out`] : []),
  ];
  return `${parts.join(', ')}.`;
}
