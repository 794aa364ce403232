import { describe, expect, it } from 'vitest';
import { indexRegistrations } from '../../../../src/renderer/app/registrations/registrationIndex.ts';
import {
  currentStep,
  doneSteps,
  findOwnEndpoint,
  findOwnStep,
} from '../../../../src/renderer/features/walkthrough/walkthroughSteps.ts';
import { RegistrationsBuilder } from '../support/registrationsBuilder.ts';

const startedAt = '2026-11-21T10:00:00.700Z';
const nothing = {
  doneBefore: [],
  copied: false,
  endpoint: null,
  checked: false,
  step: null,
  triggered: false,
  messageRead: false,
};

describe('the walk-through', () => {
  it('takes the newest endpoint registered since it began, in whole seconds', () => {
    const builder = new RegistrationsBuilder();
    builder.endpoint('Seeded', { createdOn: '2026-11-21T09:00:00Z' });
    builder.endpoint('First', { createdOn: '2026-11-21T10:00:00Z' });
    builder.endpoint('Second', { createdOn: '2026-11-21T10:05:00Z' });
    builder.endpoint('Unknown', { createdOn: null });
    const index = indexRegistrations(builder.registrations);
    expect(findOwnEndpoint(index, startedAt)?.name).toBe('Second');
    expect(findOwnEndpoint(index, '2026-11-21T11:00:00Z')).toBeNull();
  });

  it('wants the step on Create of account', () => {
    const builder = new RegistrationsBuilder();
    const endpoint = builder.endpoint('Mine');
    builder.step(endpoint, 'Update', 'account');
    builder.step(endpoint, 'Create', 'contact');
    expect(findOwnStep(indexRegistrations(builder.registrations), endpoint)).toBeNull();
    const other = new RegistrationsBuilder();
    const own = other.endpoint('Mine');
    const step = other.step(own, 'Create', 'account');
    expect(findOwnStep(indexRegistrations(other.registrations), own)).toBe(step);
    expect(findOwnStep(indexRegistrations(other.registrations), null)).toBeNull();
  });

  it('goes from one step to the next, and keeps what was done', () => {
    const builder = new RegistrationsBuilder();
    const endpoint = builder.endpoint('Mine');
    const step = builder.step(endpoint, 'Create', 'account');
    expect(currentStep(doneSteps(nothing))).toBe('copy');
    expect(currentStep(doneSteps({ ...nothing, copied: true }))).toBe('endpoint');
    expect(currentStep(doneSteps({ ...nothing, endpoint }))).toBe('check');
    expect(currentStep(doneSteps({ ...nothing, endpoint, checked: true }))).toBe('step');
    expect(currentStep(doneSteps({ ...nothing, endpoint, checked: true, step }))).toBe('run');
    expect(
      currentStep(doneSteps({ ...nothing, doneBefore: ['copy', 'endpoint', 'check', 'step', 'run'] })),
    ).toBe('message');
    expect(
      currentStep(
        doneSteps({ ...nothing, endpoint, checked: true, step, triggered: true, messageRead: true }),
      ),
    ).toBeNull();
  });
});
