import { describe, expect, it } from 'vitest';
import { indexRegistrations } from '../../../../src/renderer/app/registrations/registrationIndex.ts';
import { choiceOf, searchHandlers } from '../../../../src/renderer/features/stepEditor/handlerChoice.ts';
import {
  chooseHandler,
  copyFormOf,
  newStepForm,
  secureChangeOf,
  stepDraftOf,
} from '../../../../src/renderer/features/stepEditor/stepForm.ts';
import { RegistrationsBuilder } from '../support/registrationsBuilder.ts';

const builder = new RegistrationsBuilder();
const one = builder.assembly('Contoso.Sales', { version: '1.0.0.0' });
const two = builder.assembly('Contoso.Sales', { version: '2.0.0.0' });
const old = builder.type(one, 'Contoso.Sales.Pricing');
const next = builder.type(two, 'Contoso.Sales.Pricing');
builder.type(one, 'Contoso.Sales.Activity', { workflowActivity: true });
const queue = builder.endpoint('Orders');
const hook = builder.endpoint('Hook', { designationType: 'webhook' });
builder.endpoint('Grid', { designationType: 'eventGrid' });
const index = indexRegistrations(builder.registrations);
const names = (text: string) => searchHandlers(index, text).items.map(({ name, detail }) => [name, detail]);

describe('what a step can run', () => {
  it('is a type, an endpoint or a webhook, told apart by assembly and kind; no activity, no other endpoint', () => {
    expect(names('')).toEqual([
      ['Contoso.Sales.Pricing', 'Contoso.Sales 1.0.0.0'],
      ['Contoso.Sales.Pricing', 'Contoso.Sales 2.0.0.0'],
      ['Hook', 'Webhook'],
      ['Orders', 'Queue'],
    ]);
    expect(names('pricing 2.0')).toEqual([['Contoso.Sales.Pricing', 'Contoso.Sales 2.0.0.0']]);
    expect(names('nothing')).toEqual([]);
  });

  it('sets the way in which steps on a service endpoint run, and leaves it open for the others', () => {
    const form = newStepForm(choiceOf({ kind: 'pluginType', id: old.id }, index));
    expect(form).toMatchObject({ mode: 'synchronous', stage: 'postOperation' });
    const early = { ...form, stage: 'preOperation' as const };
    expect(chooseHandler(early, choiceOf({ kind: 'serviceEndpoint', id: queue.id }, index))).toMatchObject({
      mode: 'asynchronous',
      stage: 'postOperation',
    });
    expect(chooseHandler(early, choiceOf({ kind: 'serviceEndpoint', id: hook.id }, index))).toMatchObject({
      mode: 'synchronous',
      stage: 'preOperation',
    });
  });

  it('names the step after it, also in a copy that is given to another', () => {
    const step = builder.step(old, 'Update', 'account', { hasSecureConfiguration: true });
    const copy = copyFormOf(step, choiceOf(step.handler, index));
    const moved = chooseHandler(copy, choiceOf({ kind: 'serviceEndpoint', id: hook.id }, index));
    expect(stepDraftOf(copy).handler.id).toBe(old.id);
    expect(stepDraftOf(moved).name).toBe('Hook: Update of any Entity');
    expect(secureChangeOf(copy)).toEqual({ kind: 'copyOf', stepId: step.id });
    expect(choiceOf({ kind: 'pluginType', id: next.id }, index)?.detail).toBe('Contoso.Sales 2.0.0.0');
  });

  it('turns what was typed as secure configuration into what is done with it', () => {
    const form = newStepForm(null);
    const typed = { kind: 'set' as const, text: 'secret' };
    expect(secureChangeOf(form)).toEqual({ kind: 'keep' });
    expect(secureChangeOf({ ...form, secure: typed })).toEqual({ kind: 'set', secret: 'secret' });
    const emptied = { ...form, secure: { kind: 'set' as const, text: '' } };
    expect(secureChangeOf(emptied)).toEqual({ kind: 'keep' });
    expect(secureChangeOf({ ...emptied, hasSecure: true })).toEqual({ kind: 'remove' });
  });
});
