import { describe, expect, it } from 'vitest';
import {
  freshWizard,
  isWizardDirty,
  reasonAgainstNext,
  toHandEntry,
  toSettings,
} from '../../../../src/renderer/features/registerEndpoint/endpointWizard.ts';
import { parseConnectionString } from '../../../../src/shared/domain/connectionString.ts';

const key = 'aGVsbG8gd29ybGQsIHRoaXMgaXMgYSAzMiBieXRlIGs=';
const text = `Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKeyName=send;SharedAccessKey=${key};EntityPath=orders`;
const typed = (value: string) => ({ ...freshWizard, text: value });

describe('the wizard of service endpoints', () => {
  it('asks for a connection string, or for one that is right, before it goes on', () => {
    const reason = (value: string) => reasonAgainstNext(typed(value), parseConnectionString(value));
    expect(reason('')).toContain('Paste');
    expect(reason('hello')).toContain('wrong');
    expect(reason(text)).toBeNull();
    expect(
      reasonAgainstNext({ ...freshWizard, startsWithString: false }, parseConnectionString('')),
    ).toBeNull();
  });

  it('fills the form, with a name that is free and the secret apart', () => {
    const { page, form } = toSettings(typed(text), ['orders']);
    expect(page).toBe(1);
    expect(form.draft).toMatchObject({
      name: 'orders 2',
      namespaceAddress: 'sb://contoso.servicebus.windows.net/',
      path: 'orders',
      authorization: { kind: 'sasKey', keyName: 'send' },
      designationType: 'queue',
    });
    expect(form.secret).toEqual({ kind: 'sasKey', key });
    expect(JSON.stringify(form.draft)).not.toContain(key);
  });

  it('keeps what was typed when the user goes back and on again', () => {
    const filled = toSettings(typed(text), []);
    const draft = {
      ...filled.form.draft,
      name: 'Mine',
      description: 'Why',
      messageFormat: 'textXml' as const,
    };
    const edited = { ...filled, form: { ...filled.form, draft } };
    expect(toSettings({ ...edited, page: 0 }, []).form).toEqual(edited.form);
  });

  it('takes what another string says and leaves what it does not say', () => {
    const filled = toSettings(typed(text), []);
    const edited = {
      ...filled,
      form: {
        ...filled.form,
        draft: { ...filled.form.draft, description: 'Why', designationType: 'topic' as const },
      },
    };
    const other = toSettings({ ...edited, page: 0, text: text.replaceAll('orders', 'events') }, []);
    expect(other.form.draft).toMatchObject({
      name: 'events',
      path: 'events',
      description: 'Why',
      designationType: 'topic',
    });
  });

  it('keeps the path that was typed for a string of a whole namespace', () => {
    const whole = text.replace(';EntityPath=orders', '');
    const filled = toSettings(typed(whole), []);
    const edited = { ...filled, form: { ...filled.form, draft: { ...filled.form.draft, path: 'mine' } } };
    expect(toSettings({ ...edited, text: whole.replace('=send;', '=other;') }, []).form.draft.path).toBe(
      'mine',
    );
  });

  it('is one click away from typing by hand, and loses nothing by it', () => {
    const byHand = toHandEntry(toSettings(typed(text), []));
    expect(byHand).toMatchObject({ page: 1, startsWithString: false });
    expect(byHand.form.draft.path).toBe('orders');
  });

  it('knows whether anything would be lost', () => {
    expect(isWizardDirty(freshWizard)).toBe(false);
    expect(isWizardDirty(typed('  '))).toBe(false);
    expect(isWizardDirty(typed('E'))).toBe(true);
    expect(isWizardDirty(toSettings(typed(text), []))).toBe(true);
  });
});
