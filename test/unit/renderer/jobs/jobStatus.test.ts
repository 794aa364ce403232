import { describe, expect, it } from 'vitest';
import { attemptsOf, isFinal, jobReport, jobText } from '../../../../src/renderer/features/jobs/jobStatus.ts';
import { jobOwnerOf } from '../../../../src/renderer/features/jobs/useJobs.ts';
import { SystemJobStatus } from '../../../../src/shared/domain/systemJob.ts';
import { job } from '../support/jobBuilder.ts';
import { RegistrationsBuilder } from '../support/registrationsBuilder.ts';

describe('a system job in words', () => {
  it('is final in three ways', () => {
    expect(SystemJobStatus.options.filter(isFinal)).toEqual(['succeeded', 'failed', 'canceled']);
  });

  it('says what both texts say, and once what they share', () => {
    expect(jobText(job())).toBeNull();
    expect(jobText(job({ message: ' 401 ' }))).toBe('401');
    expect(jobText(job({ message: '401', friendlyMessage: '401' }))).toBe('401');
    expect(jobText(job({ message: 'details', friendlyMessage: 'sentence' }))).toBe('sentence\n\ndetails');
  });

  it('counts the first attempt, once it was made', () => {
    expect(attemptsOf(job({ startedOn: null }))).toBe(0);
    expect(attemptsOf(job())).toBe(1);
    expect(attemptsOf(job({ retryCount: 2 }))).toBe(3);
  });

  it('is copied with what is known of it', () => {
    const report = jobReport(job({ status: 'waiting', message: '401 Unauthorized', correlationId: 'abc' }));
    expect(report).toContain('Status: Waiting');
    expect(report).toContain('Correlation id: abc');
    expect(report).toContain('401 Unauthorized');
    expect(report).not.toContain('Request id');
  });
});

describe('whose jobs are shown', () => {
  it('depends on what is selected', () => {
    const builder = new RegistrationsBuilder();
    const endpoint = builder.endpoint('Orders');
    const step = builder.step(endpoint, 'Create', 'account');
    expect(jobOwnerOf(endpoint)).toEqual({ kind: 'serviceEndpoint', id: endpoint.id });
    expect(jobOwnerOf(step)).toEqual({ kind: 'step', id: step.id });
    expect(jobOwnerOf(null)).toEqual({ kind: 'organization' });
  });
});
