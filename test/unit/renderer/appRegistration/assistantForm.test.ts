import { describe, expect, it } from 'vitest';
import {
  type AssistantForm,
  createInputOf,
  freshAssistant,
  isAssistantDirty,
  planProblems,
  testInputOf,
  testProblems,
  waysOf,
  withMade,
} from '../../../../src/renderer/features/appRegistration/assistantForm.ts';
import { testReportText } from '../../../../src/renderer/features/appRegistration/testReportText.ts';
import { freshSignIn } from '../../../../src/renderer/features/signIn/signInForm.ts';
import type { MadeRegistration } from '../../../../src/shared/domain/appRegistration.ts';
import { clouds } from '../../../../src/shared/domain/cloud.ts';

const made: MadeRegistration = {
  name: 'Registrar',
  clientId: '11111111-2222-4333-8444-555555555555',
  objectId: '21111111-2222-4333-8444-555555555555',
  tenantId: '99999999-2222-4333-8444-555555555555',
  madeBy: 'nancy@contoso.example',
  enterpriseApplication: { kind: 'made' },
};

describe('the form of the assistant', () => {
  it('begins with what the connect dialog knows, without secrets', () => {
    const form = freshAssistant({
      signIn: { ...freshSignIn, cloud: 'gccHigh', tenant: 'contoso.us', method: 'secret', secret: 'x' },
      address: 'https://contoso.crm.microsoftdynamics.us',
    });
    expect(form).toMatchObject({
      plan: { purpose: 'program' },
      signIn: { cloud: 'gccHigh', tenant: 'contoso.us', method: 'browser', secret: '' },
      address: 'https://contoso.crm.microsoftdynamics.us',
    });
    expect(isAssistantDirty(form)).toBe(false);
  });

  it('says what is missing on its first and last page', () => {
    const form = freshAssistant({ signIn: { ...freshSignIn, cloud: 'custom', tenant: '../x' } });
    expect(planProblems({ ...form, plan: { ...form.plan, name: ' ' } })).toEqual({
      name: expect.stringContaining('name'),
      authority: expect.any(String),
      tenant: expect.any(String),
    });
    expect(testProblems(freshAssistant({}))).toEqual({
      clientId: expect.stringContaining('Paste'),
      address: expect.any(String),
    });
    const typed = { ...freshSignIn, clientId: 'not an id' };
    expect(testProblems({ ...freshAssistant({}), signIn: typed, address: 'x' })).toEqual({
      clientId: expect.stringContaining('no id'),
    });
  });

  it('offers the ways that a cloud has', () => {
    expect(waysOf(clouds.china)).toEqual(['forMe', 'portal', 'script', 'graph']);
    expect(waysOf({ authorityKind: 'entra', portal: null })).toEqual(['forMe', 'script', 'graph']);
    expect(waysOf({ authorityKind: 'adfs', portal: null })).toEqual(['script']);
  });

  it('takes over what was made, and sends what is typed', () => {
    const start: AssistantForm = { ...freshAssistant({}), address: ' https://contoso.crm.dynamics.com ' };
    expect(createInputOf(start)).toEqual({
      cloud: { kind: 'known', id: 'commercial' },
      tenant: null,
      method: 'browser',
      plan: start.plan,
    });
    const form = withMade(start, made);
    expect(isAssistantDirty(form)).toBe(true);
    expect(testInputOf(form)).toEqual({
      cloud: { kind: 'known', id: 'commercial' },
      tenant: made.tenantId,
      method: 'browser',
      clientId: made.clientId,
      address: 'https://contoso.crm.dynamics.com',
    });
    const named = { ...start, signIn: { ...start.signIn, tenant: 'contoso.example' } };
    expect(withMade(named, made).signIn.tenant).toBe('contoso.example');
  });
});

describe('the report of a test', () => {
  it('holds each line with what to do', () => {
    const text = testReportText(
      {
        outcome: 'failed',
        sentence: 'One thing is missing before it works.',
        lines: [
          { id: 'known', state: 'passed', sentence: 'Known.' },
          {
            id: 'scope',
            state: 'failed',
            sentence: 'No permission.',
            advice: 'Add it.',
            details: 'AADSTS65001',
          },
        ],
      },
      made.clientId,
    );
    expect(text).toBe(
      [
        `App registration ${made.clientId}: One thing is missing before it works.`,
        '[passed] Known.',
        '[failed] No permission.',
        '    Add it.',
        '    AADSTS65001',
      ].join('\n'),
    );
  });
});
