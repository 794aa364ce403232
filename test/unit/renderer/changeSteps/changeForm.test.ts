import { describe, expect, it } from 'vitest';
import { indexRegistrations } from '../../../../src/renderer/app/registrations/registrationIndex.ts';
import {
  type ChangeForm,
  changeOf,
  countWords,
  previewOf,
} from '../../../../src/renderer/features/changeSteps/changeForm.ts';
import { RegistrationsBuilder } from '../support/registrationsBuilder.ts';

const form: ChangeForm = {
  kind: 'rank',
  enabled: false,
  rankText: ' 7 ',
  user: null,
  stage: 'preOperation',
  mode: 'synchronous',
};
const builder = new RegistrationsBuilder();
const queue = builder.endpoint('Orders');
const hook = builder.endpoint('Hook', { designationType: 'webhook' });
const type = builder.type(builder.assembly('Contoso'), 'Contoso.Plugin');
const posting = builder.step(queue, 'Create', null);
const hooked = builder.step(hook, 'Create', null);
const pictured = builder.step(type, 'Update', 'account', { mode: 'synchronous' });
const done = builder.step(type, 'Create', null, { mode: 'synchronous' });
builder.image(pictured, 'After', { imageType: 'postImage' });
const index = indexRegistrations(builder.registrations);
const steps = [posting, hooked, pictured, done];

describe('the form of a change of many steps', () => {
  it('is a change of the kind that is chosen, or none while the number is no number', () => {
    expect(changeOf(form)).toEqual({ kind: 'rank', rank: 7 });
    for (const rankText of ['', 'one', '1.5', '99999999999'])
      expect(changeOf({ ...form, rankText })).toBeNull();
    expect(changeOf({ ...form, kind: 'state' })).toEqual({ kind: 'state', enabled: false });
    expect(changeOf({ ...form, kind: 'runAs' })).toEqual({ kind: 'runAs', userId: null, userName: null });
  });

  it('knows of each step what it is now, what it would be, and what stands against it', () => {
    const rows = previewOf(steps, { kind: 'mode', mode: 'synchronous' }, index);
    expect(rows.map(({ step, verdict }) => [step, verdict.kind])).toEqual([
      [posting, 'refused'],
      [hooked, 'change'],
      [pictured, 'same'],
      [done, 'same'],
    ]);
    expect(rows[0]).toMatchObject({ before: 'Asynchronous', after: 'Synchronous' });
    expect(countWords(rows)).toBe('1 will change, 2 are so already, 1 cannot be changed.');
  });

  it('looks at the images that a stage would not take', () => {
    const rows = previewOf([pictured, done], { kind: 'stage', stage: 'preOperation' }, index);
    expect(rows.map(({ step, verdict }) => [step, verdict.kind])).toEqual([
      [pictured, 'refused'],
      [done, 'change'],
    ]);
  });
});
