import { describe, expect, it } from 'vitest';
import {
  activityReport,
  addEntries,
  filterEntries,
  readableBody,
} from '../../../../src/renderer/features/activity/activityEntries.ts';
import type { ActivityEntry } from '../../../../src/shared/contract/calls/activity.ts';
import { ConnectionId } from '../../../../src/shared/domain/ids.ts';

const entry = (number: number, given: Partial<ActivityEntry> = {}): ActivityEntry => ({
  number,
  connectionId: ConnectionId.parse('sandbox'),
  at: '2026-01-02T03:04:05Z',
  operation: 'serviceEndpoint.list',
  method: 'GET',
  path: 'serviceendpoints?$select=name',
  status: 200,
  milliseconds: 12.4,
  attempts: 1,
  write: false,
  requestId: null,
  requestBody: null,
  responseBody: null,
  failure: null,
  ...given,
});
const entries = [
  entry(1),
  entry(2, { write: true, method: 'POST', operation: 'step.create' }),
  entry(3, { status: 429, failure: 'Too many requests.' }),
  entry(4, { status: null }),
];
const numbers = (list: readonly ActivityEntry[]) => list.map(({ number }) => number);

describe('the list of requests', () => {
  it('shows the newest first', () => {
    expect(numbers(filterEntries(entries, 'all', ''))).toEqual([4, 3, 2, 1]);
  });

  it('can be only writes, or only failures; no answer is a failure', () => {
    expect(numbers(filterEntries(entries, 'writes', ''))).toEqual([2]);
    expect(numbers(filterEntries(entries, 'failures', ''))).toEqual([4, 3]);
  });

  it('is searched by operation and path, whatever the letter case', () => {
    expect(numbers(filterEntries(entries, 'all', ' STEP '))).toEqual([2]);
    expect(numbers(filterEntries(entries, 'failures', 'select'))).toEqual([4, 3]);
  });

  it('holds each request once, in order, and not without end', () => {
    expect(numbers(addEntries([entry(1), entry(3)], [entry(2), entry(3)]))).toEqual([1, 2, 3]);
    expect(numbers(addEntries(entries, [entry(5)], 2))).toEqual([4, 5]);
  });
});

describe('one request', () => {
  it('has its bodies set out in lines where they are JSON', () => {
    expect(readableBody('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(readableBody('--batch\r\n')).toBe('--batch\r\n');
  });

  it('is copied whole', () => {
    const report = activityReport(
      entry(1, { status: null, failure: 'Cut.', requestId: 'abc', requestBody: '{"name":"x"}' }),
    );
    expect(report.split('\n')[0]).toBe('GET serviceendpoints?$select=name');
    for (const part of ['no answer', 'Cut.', 'Request id: abc', '"name": "x"', '12 ms, 1 attempt']) {
      expect(report).toContain(part);
    }
  });
});
