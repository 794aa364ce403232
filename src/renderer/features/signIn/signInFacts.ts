import { type Account, defaultClientId } from '../../../shared/domain/account.ts';
import { resolveCloud } from '../../../shared/domain/cloud.ts';
import type { SignInReportFacts } from '../../../shared/domain/signInReport.ts';
import { cloudChoiceOf, isApplication, type SignInForm } from './signInForm.ts';
import { methodLabels } from './signInWords.ts';

/** What a form says of a sign-in, for a report. Nothing secret of it. */
export function factsOfForm(form: SignInForm, address: string): Partial<SignInReportFacts> {
  const typed = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());
  return {
    method: methodLabels[form.method],
    authority: authorityOf(form),
    tenant: typed(form.tenant),
    clientId: typed(form.clientId) ?? (isApplication(form) ? undefined : defaultClientId),
    resource: typed(address),
    userName: isApplication(form) || form.method === 'deviceCode' ? undefined : typed(form.userName),
  };
}

/** Where one signs in, as far as it is typed. */
export function authorityOf(form: SignInForm): string | undefined {
  if (form.cloud === 'custom' && !URL.canParse(form.authority.trim())) return undefined;
  try {
    return resolveCloud(cloudChoiceOf(form)).authority;
  } catch {
    // Half an address is not worth a line.
    return undefined;
  }
}

/** The same of an account that is signed in. */
export function factsOfAccount(account: Account): Partial<SignInReportFacts> {
  return {
    method: methodLabels[account.method],
    authority: resolveCloud(account.cloud).authority,
    tenant: account.tenantId ?? undefined,
    clientId: account.clientId,
    userName: account.kind === 'user' ? account.userName : undefined,
  };
}
