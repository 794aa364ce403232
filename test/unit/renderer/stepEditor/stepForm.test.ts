import { describe, expect, it } from 'vitest';
import { choiceOfEndpoint } from '../../../../src/renderer/features/stepEditor/handlerChoice.ts';
import {
  applyStepCorrection,
  chooseMessage,
  chooseTable,
  newStepForm,
  stepDraftOf,
  stepFormOf,
} from '../../../../src/renderer/features/stepEditor/stepForm.ts';
import { MessageFilterId, MessageId } from '../../../../src/shared/domain/ids.ts';
import type { Step } from '../../../../src/shared/domain/registration.ts';
import { checkStepDraft } from '../../../../src/shared/domain/stepRules.ts';
import { RegistrationsBuilder } from '../support/registrationsBuilder.ts';

const create = { id: MessageId.parse('00000000-0000-4000-8000-0000000000c1'), name: 'Create' };
const update = { id: MessageId.parse('00000000-0000-4000-8000-0000000000c2'), name: 'Update' };
const account = {
  messageFilterId: MessageFilterId.parse('00000000-0000-4000-8000-0000000000f1'),
  logicalName: 'account',
  displayName: 'Account',
  secondaryTable: null,
  availability: 'both' as const,
};
const endpoint = choiceOfEndpoint(new RegistrationsBuilder().endpoint('Orders'));
const fresh = newStepForm(endpoint);
const chosen = chooseTable(chooseMessage(fresh, update), account);

describe('the form of a step', () => {
  it('names the step after message and table until the user types a name', () => {
    expect(stepDraftOf(fresh).name).toBe('');
    expect(stepDraftOf(chosen).name).toBe('Orders: Update of account');
    expect(stepDraftOf({ ...chosen, typedName: 'Mine' }).name).toBe('Mine');
    expect(stepDraftOf({ ...chosen, typedName: '' }).name).toBe('');
  });

  it('lets go of the table with the message, because a filter belongs to one message', () => {
    expect(chooseMessage(chosen, create)).toMatchObject({ message: create, table: null });
    expect(chooseMessage(chosen, update)).toBe(chosen);
  });

  it('lets go of the columns with the table', () => {
    const picked = { ...chosen, filteringAttributes: ['name'] };
    expect(chooseTable(picked, { ...account }).filteringAttributes).toEqual(['name']);
    expect(chooseTable(picked, null).filteringAttributes).toBeNull();
  });

  it('turns the execution order into a number, and what is none into a problem', () => {
    expect(stepDraftOf({ ...chosen, rankText: ' -3 ' }).rank).toBe(-3);
    for (const rankText of ['', '1.5', 'one', '1e3', '99999999999']) {
      const kinds = checkStepDraft(stepDraftOf({ ...chosen, rankText })).map(({ kind }) => kind);
      expect(kinds, rankText).toContain('rankOutOfRange');
    }
  });

  it('refuses a form without a message by its rules', () => {
    expect(checkStepDraft(stepDraftOf(fresh)).map(({ kind }) => kind)).toContain('messageMissing');
  });

  it('applies corrections to the field that they are about', () => {
    const correct = (field: 'filteringAttributes' | 'table' | 'name', value: string) =>
      applyStepCorrection(
        { ...chosen, filteringAttributes: ['name', 'gone'] },
        {
          kind: 'attributesUnknown',
          field,
          severity: 'error',
          sentence: '',
          correction: { label: '', value },
        },
      );
    expect(correct('filteringAttributes', 'name').filteringAttributes).toEqual(['name']);
    expect(correct('filteringAttributes', '').filteringAttributes).toBeNull();
    expect(correct('table', '')).toMatchObject({ table: null, filteringAttributes: null });
    expect(correct('name', 'Shorter').typedName).toBe('Shorter');
  });

  it('brings a stored step back as the draft that it is', () => {
    const builder = new RegistrationsBuilder();
    const step: Step = {
      ...builder.step(builder.endpoint('Orders'), 'Update', 'account'),
      name: 'Named by hand',
      description: null,
      messageFilterId: account.messageFilterId,
      filteringAttributes: ['name', 'telephone1'],
      rank: 5,
      deleteJobWhenSuccessful: true,
      enabled: false,
    };
    expect(stepDraftOf(stepFormOf(step, endpoint))).toMatchObject({
      name: 'Named by hand',
      description: '',
      message: 'Update',
      messageId: step.messageId,
      messageFilterId: account.messageFilterId,
      table: 'account',
      filteringAttributes: ['name', 'telephone1'],
      rank: 5,
      deleteJobWhenSuccessful: true,
      enabled: false,
      runAsUserId: null,
    });
  });
});
