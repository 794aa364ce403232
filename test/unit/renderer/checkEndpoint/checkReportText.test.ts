import { expect, it } from 'vitest';
import { checkReportText } from '../../../../src/renderer/features/checkEndpoint/checkReportText.ts';

it('writes a check as text, with every line, its advice and its raw words', () => {
  const text = checkReportText({
    from: 'dataverse',
    at: '2026-01-02T03:04:05Z',
    outcome: 'failed',
    sentence: 'The job has failed.',
    lines: [
      { id: 'existence', state: 'passed', sentence: 'It is there.' },
      {
        id: 'job',
        state: 'failed',
        sentence: 'The job has failed.',
        advice: 'Look at the key.',
        details: 'a\nb',
      },
    ],
  });
  expect(text.split('\n')).toEqual([
    'Check from Dataverse, 2026-01-02T03:04:05Z: failed',
    'The job has failed.',
    '',
    '- passed: It is there.',
    '- failed: The job has failed.',
    '  Look at the key.',
    '  | a',
    '  | b',
  ]);
});
