import { DataverseFault } from '../dataverseFault.ts';
import { numberIn } from '../store/row.ts';
import type { TableRules } from './tableRules.ts';

const ready = 0;
const suspended = 1;
const locked = 2;
const completed = 3;

/** The status that a user may ask for in each state: retry or resume, pause, cancel. */
const askedStatuses: { readonly [state: number]: readonly number[] } = {
  [ready]: [0],
  [suspended]: [10],
  [locked]: [21, 22],
  [completed]: [32],
};

const refusals: { readonly [state: number]: readonly [string, string] } = {
  [ready]: [
    '0x80044166',
    'The target state could not be set to ready because the state transition is not valid.',
  ],
  [suspended]: ['0x80044f01', 'This system job cannot be paused.'],
  [completed]: ['0x80044f00', 'This system job cannot be canceled.'],
};

/** System jobs: users retry, pause and cancel those that are not completed, and delete those that are. */
export const asyncOperationRules: TableRules = {
  check(row, before, changes) {
    if (before === undefined || (!('statecode' in changes) && !('statuscode' in changes))) return;
    const state = numberIn(row, 'statecode') ?? ready;
    const status = numberIn(row, 'statuscode') ?? 0;
    const wasCompleted = numberIn(before, 'statecode') === completed;
    const unchanged = numberIn(before, 'statecode') === state && numberIn(before, 'statuscode') === status;
    if (unchanged) return;
    if (wasCompleted || !(askedStatuses[state] ?? []).includes(status)) {
      const [code, message] = refusals[state] ?? [
        '0x80044162',
        'The target state could not be set because the state transition is not valid.',
      ];
      throw new DataverseFault(400, code, message);
    }
  },

  checkDelete(row) {
    if (numberIn(row, 'statecode') !== completed)
      throw new DataverseFault(
        400,
        '0x8004416a',
        'Cannot delete async operation unless it is in Completed state.',
      );
  },
};
