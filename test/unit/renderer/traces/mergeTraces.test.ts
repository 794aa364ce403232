import { expect, it } from 'vitest';
import { mergeTraces } from '../../../../src/renderer/features/traces/mergeTraces.ts';
import { TraceLogId } from '../../../../src/shared/domain/ids.ts';
import type { TraceLog } from '../../../../src/shared/domain/traceLog.ts';

const trace = (number: number, createdOn: string): TraceLog => ({
  id: TraceLogId.parse(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`),
  typeName: 'Contoso.Audit',
  qualifiedName: 'Contoso.Audit, Contoso',
  message: 'Create',
  table: 'account',
  mode: 'synchronous',
  operation: 'plugin',
  depth: 1,
  stepId: null,
  correlationId: null,
  requestId: null,
  failed: false,
  constructorMs: 1,
  executionMs: 2,
  startedOn: null,
  createdOn,
});

it('puts what is new on top, and knows what it knows', () => {
  const known = { traces: [trace(2, '2026-01-01T00:00:02Z'), trace(1, '2026-01-01T00:00:01Z')], more: true };
  const same = mergeTraces(known, { traces: [trace(2, '2026-01-01T00:00:02Z')], more: false });
  expect(same).toBe(known);
  const fresh = [
    trace(4, '2026-01-01T00:00:03Z'),
    trace(3, '2026-01-01T00:00:02Z'),
    trace(2, '2026-01-01T00:00:02Z'),
  ];
  const merged = mergeTraces(known, { traces: fresh, more: false });
  expect(merged.traces.map(({ id }) => Number(id.slice(-2)))).toEqual([4, 3, 2, 1]);
  expect(merged.more).toBe(true);
});

it('keeps so many, and says that there are more', () => {
  const many = Array.from({ length: 1000 }, (_, at) => trace(at, `2026-01-01T00:00:00Z`));
  const merged = mergeTraces(
    { traces: many, more: false },
    { traces: [trace(1001, '2026-01-02T00:00:00Z')], more: false },
  );
  expect(merged.traces).toHaveLength(1000);
  expect(merged.traces[0]?.createdOn).toBe('2026-01-02T00:00:00Z');
  expect(merged.more).toBe(true);
});
