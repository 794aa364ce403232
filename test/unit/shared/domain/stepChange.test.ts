import { describe, expect, it } from 'vitest';
import { UserId } from '../../../../src/shared/domain/ids.ts';
import type { Step } from '../../../../src/shared/domain/registration.ts';
import {
  judgeStepChange,
  type StepChange,
  withStepChange,
} from '../../../../src/shared/domain/stepChange.ts';
import {
  describeStepChange,
  valueAfter,
  valueBefore,
} from '../../../../src/shared/domain/stepChangeWords.ts';
import { RegistrationsBuilder } from '../../renderer/support/registrationsBuilder.ts';

const builder = new RegistrationsBuilder();
const type = builder.type(builder.assembly('Contoso'), 'Contoso.Plugin');
const filter = '00000000-0000-4000-8000-0000000000f1' as Step['messageFilterId'];
const plugin: Step = {
  ...builder.step(type, 'Update', 'account', { mode: 'synchronous', filteringAttributes: ['name'] }),
  messageFilterId: filter,
};
const posting: Step = {
  ...builder.step(builder.endpoint('Orders'), 'Create', 'account'),
  messageFilterId: filter,
};
const user = UserId.parse('00000000-0000-4000-8000-0000000000aa');
const image = { name: 'After', imageType: 'postImage' as const };

describe('a change of many steps', () => {
  it.each<[string, Step, StepChange, Parameters<typeof judgeStepChange>[2], string]>([
    ['disables', plugin, { kind: 'state', enabled: false }, {}, 'change'],
    ['leaves what is so', plugin, { kind: 'state', enabled: true }, {}, 'same'],
    ['ranks', plugin, { kind: 'rank', rank: 5 }, {}, 'change'],
    ['sets the user', plugin, { kind: 'runAs', userId: user, userName: 'Hanna' }, {}, 'change'],
    ['moves to a stage', plugin, { kind: 'stage', stage: 'preOperation' }, {}, 'change'],
    [
      'does not move what has a post-image',
      plugin,
      { kind: 'stage', stage: 'preOperation' },
      { images: [image] },
      'refused',
    ],
    [
      'does not move an asynchronous step before the operation',
      posting,
      { kind: 'stage', stage: 'preOperation' },
      {},
      'refused',
    ],
    [
      'keeps endpoints asynchronous',
      posting,
      { kind: 'mode', mode: 'synchronous' },
      { handlerKind: 'serviceEndpoint' },
      'refused',
    ],
    [
      'lets webhooks be synchronous',
      posting,
      { kind: 'mode', mode: 'synchronous' },
      { handlerKind: 'webhook' },
      'change',
    ],
    [
      'leaves what a publisher has locked',
      { ...plugin, managed: true, customizable: false },
      { kind: 'rank', rank: 5 },
      {},
      'refused',
    ],
    [
      'changes what a publisher lets be changed',
      { ...plugin, managed: true },
      { kind: 'rank', rank: 5 },
      {},
      'change',
    ],
    // What was wrong before must not keep a step from being disabled.
    [
      'disables a step that breaks another rule',
      { ...plugin, filteringAttributes: ['name'], message: 'Delete' },
      { kind: 'state', enabled: false },
      {},
      'change',
    ],
  ])('%s', (_, step, change, context, verdict) => {
    expect(judgeStepChange(step, change, context).kind).toBe(verdict);
  });

  it('takes the mark off jobs that no longer exist', () => {
    const step = { ...posting, deleteJobWhenSuccessful: true };
    expect(withStepChange(step, { kind: 'mode', mode: 'synchronous' }).deleteJobWhenSuccessful).toBe(false);
  });

  it('says what it does and what it did', () => {
    expect(describeStepChange({ kind: 'state', enabled: false }, 500)).toBe('Disabled 500 steps');
    expect(describeStepChange({ kind: 'rank', rank: 3 }, 1)).toBe('Set the execution order of 1 step to 3');
    const run: StepChange = { kind: 'runAs', userId: null, userName: null };
    expect(describeStepChange(run, 2)).toBe('Let 2 steps run as the calling user');
    expect(valueBefore({ ...plugin, runAsUserId: user, runAsUserName: 'Hanna' }, 'runAs')).toBe('Hanna');
    expect(valueAfter({ kind: 'stage', stage: 'preOperation' })).toBe('Pre-operation (20)');
  });
});
