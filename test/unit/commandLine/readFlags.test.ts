import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFlags } from '../../../src/main/commandLine/readFlags.ts';

const definitions = {
  port: 'port',
  latency: 'milliseconds',
  'data-dir': 'folder',
  scale: 'scale',
  open: 'switch',
} as const;
const read = (...args: string[]) => readFlags(args, definitions);

test('reads every kind, in both spellings', () => {
  expect(read('--port', '0', '--latency=40', '--data-dir', '/a/b', '--scale', 'large', '--open')).toEqual({
    kind: 'flags',
    values: { port: 0, latency: 40, 'data-dir': '/a/b', scale: 'large', open: true },
  });
  expect(read()).toEqual({ kind: 'flags', values: {} });
  expect(read('--data-dir=--strange')).toMatchObject({
    values: { 'data-dir': expect.stringMatching(/--strange$/) },
  });
});

test.each([
  [['--prot', '1'], '--prot is not known here. Known: --port, --latency, --data-dir, --scale, --open.'],
  [['port'], 'port is not known here'],
  [['-p', '1'], '-p is not known here'],
  [['--'], '-- is not known here'],
  [['--constructor'], '--constructor is not known here'],
  [['--port'], '--port needs a value'],
  [['--port', '--open'], '--port needs a value'],
  [['--port='], '--port needs a value'],
  [['--port', '65536'], '--port 65536 cannot be used'],
  [['--port', '-1'], '--port -1 cannot be used'],
  [['--port', '1e3'], '--port 1e3 cannot be used'],
  [['--port', '1', '--port', '2'], '--port is given twice'],
  [['--latency', '1.5'], '--latency 1.5 cannot be used'],
  [['--latency', '99999999999'], '--latency 99999999999 cannot be used'],
  [['--scale', 'huge'], '--scale huge cannot be used: it has to be usual or large.'],
  [['--open=yes'], '--open takes no value'],
])('%j is refused with a sentence', (args, sentence) => {
  expect(read(...args)).toEqual({ kind: 'wrong', sentence: expect.stringContaining(sentence) });
});

test('never throws, whatever is typed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom('--port', '--open', '--latency=1', '0'))),
      (args) => {
        expect(['flags', 'wrong']).toContain(read(...args).kind);
      },
    ),
  );
});
