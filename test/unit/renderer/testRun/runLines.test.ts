import { describe, expect, it } from 'vitest';
import { type RunFacts, runLines } from '../../../../src/renderer/features/testRun/runLines.ts';
import { RowId, StepId } from '../../../../src/shared/domain/ids.ts';
import { job } from '../support/jobBuilder.ts';
import { message } from '../support/messageBuilder.ts';

const facts: RunFacts = {
  operation: 'create',
  tableName: 'Account',
  listensTo: 'orders',
  listenNote: null,
  listenState: 'listening',
  run: {
    correlationId: '00000000-0000-4000-8000-000000000002',
    stepId: StepId.parse('00000000-0000-4000-8000-000000000004'),
    rowId: RowId.parse('00000000-0000-4000-8000-000000000001'),
    table: 'account',
    operation: 'create',
    startedAt: '2026-01-02T03:04:05Z',
  },
  rowName: 'Contoso',
  job: null,
  followed: 'waiting',
  followFailure: null,
  waitedSeconds: 0,
  deletesJob: false,
  synchronous: false,
  webhook: false,
  message: null,
};
const states = (given: Partial<RunFacts>) =>
  Object.fromEntries(runLines({ ...facts, ...given }).map(({ id, state }) => [id, state]));
const line = (id: string, given: Partial<RunFacts>) =>
  runLines({ ...facts, ...given }).find((candidate) => candidate.id === id);

describe('a test run in sentences', () => {
  it('begins with the listener, and says nothing of what has not begun', () => {
    expect(states({ listenState: 'starting', run: null })).toEqual({ listening: 'running' });
    expect(states({ run: null })).toEqual({ listening: 'passed', operation: 'running' });
  });

  it('waits for job and message, and passes with both', () => {
    expect(states({})).toMatchObject({ operation: 'passed', job: 'running', message: 'running' });
    expect(states({ job: job(), followed: 'done', message: message() })).toEqual({
      listening: 'passed',
      operation: 'passed',
      job: 'passed',
      message: 'passed',
    });
  });

  it('says why the message will not be seen', () => {
    const off = { listenState: 'off' as const, listenNote: 'No key.' };
    expect(line('listening', off)).toMatchObject({ state: 'skipped', advice: 'No key.' });
    expect(states(off)).not.toHaveProperty('message');
  });

  it('shows an attempt that did not get through as a warning with the text of the job', () => {
    const waiting = job({ status: 'waiting', retryCount: 1, message: '401 Unauthorized\nmore' });
    expect(line('job', { job: waiting })).toMatchObject({
      state: 'warning',
      advice: '401 Unauthorized',
      details: '401 Unauthorized\nmore',
    });
    expect(line('job', { job: job({ status: 'waiting', startedOn: null }) })?.state).toBe('running');
  });

  it('expects no message of a job that has failed', () => {
    expect(states({ job: job({ status: 'failed', message: 'No.' }), followed: 'done' })).toMatchObject({
      job: 'failed',
      message: 'skipped',
    });
  });

  it('speaks of the receiver of a webhook, and of no job where the step ran inside the operation', () => {
    expect(states({ webhook: true, listenState: 'off' })).toEqual({ operation: 'passed', job: 'running' });
    expect(line('job', { webhook: true, job: job(), followed: 'done' })?.sentence).toContain('receiver');
    expect(line('job', { webhook: true, synchronous: true, listenState: 'off' })).toMatchObject({
      state: 'passed',
      sentence: expect.stringContaining('inside the operation'),
    });
  });

  it('tells a job that deleted itself from a step that was not triggered', () => {
    expect(line('job', { followed: 'done', deletesJob: true })?.state).toBe('skipped');
    expect(line('job', { followed: 'done' })).toMatchObject({ state: 'failed' });
    expect(line('job', { followed: 'done' })?.sentence).toContain('not triggered');
  });
});
