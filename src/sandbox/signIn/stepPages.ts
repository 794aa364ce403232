import type { FaultIds } from './faultAnswer.ts';
import { describeFault } from './faultAnswer.ts';
import type { SignInResponse } from './message.ts';
import type { Account } from './model.ts';
import { buttons, html, type Markup, page } from './pages.ts';
import type { SignInFault } from './signInFault.ts';
import type { FlowStep, SignInFlow } from './signInFlow.ts';

export type StepPlace = {
  /** Accounts that are signed in in this browser. */
  readonly signedIn: readonly Account[];
  /** Test accounts that may be chosen. */
  readonly others: readonly Account[];
  readonly ids: FaultIds;
};

/** The page for what the user is to do next. */
export function stepPage(
  flow: SignInFlow,
  step: Exclude<FlowStep, { readonly kind: 'done' }>,
  place: StepPlace,
): SignInResponse {
  const { problem } = flow;
  const describedBy = problem !== undefined && html` aria-describedby="problem" aria-invalid="true"`;
  switch (step.kind) {
    case 'confirm':
      return page({
        title: `Are you trying to sign in to ${flow.application.displayName}?`,
        problem,
        content: form(
          html`<p>Only continue if you started this sign-in yourself, on another device or in another program.</p>`,
          buttons(['continue', 'Continue'], ['cancel', 'Cancel']),
        ),
      });
    case 'account':
      return page({
        title: place.signedIn.length > 0 ? 'Pick an account' : 'Sign in',
        problem,
        content: html`<p>to continue to <strong>${flow.application.displayName}</strong></p>
${accountList('Signed in in this browser', place.signedIn)}
${form(
  html`<label for="userName">Email</label>
<input id="userName" name="userName" type="email" autocomplete="username" required${describedBy}>`,
  buttons(['user', 'Next']),
)}
${accountList('Test accounts of this sandbox', place.others)}
${form(buttons(['cancel', 'Cancel']))}`,
      });
    case 'password':
      return page({
        title: 'Enter password',
        problem,
        content: form(
          html`<p>${step.account.userName}</p>
<input type="hidden" name="userName" autocomplete="username" value="${step.account.userName}">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus${describedBy}>`,
          html`<div class="buttons"><button class="main" name="action" value="password">Sign in</button>
<button name="action" value="other" formnovalidate>Use another account</button>
<button name="action" value="cancel" formnovalidate>Cancel</button></div>`,
        ),
      });
    case 'factor':
      return page({
        title: 'Enter code',
        problem,
        content: form(
          html`<p>${step.account.userName}</p>
<p>Your organization needs one more proof that it is you. Type the code that your authenticator shows.</p>
<label for="code">Code</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required autofocus${describedBy}>
<section class="note" aria-labelledby="authenticator"><h2 id="authenticator">Authenticator</h2>
<p>In place of your telephone, this sandbox shows: <code id="shown-code">${flow.factorCode}</code></p></section>`,
          html`<div class="buttons"><button class="main" name="action" value="code">Verify</button>
<button name="action" value="cancel" formnovalidate>Cancel</button></div>`,
        ),
      });
    case 'consent':
      return page({
        title: 'Permissions requested',
        problem,
        content: form(
          html`<p>${step.account.userName}</p>
<p><strong>${flow.application.displayName}</strong> (${flow.application.appId}) would like to:</p>
<ul>${step.permissions.map(({ text, value }) => html`<li>${text} <code>${value}</code></li>`)}</ul>
<p>of ${step.resource.displayName}. Accepting means that you allow this application to use your data as it says.</p>`,
          step.account.administrator &&
            html`<label><input type="checkbox" name="everybody" value="1"> Consent on behalf of your organization</label>`,
          buttons(['accept', 'Accept'], ['cancel', 'Cancel']),
        ),
      });
    case 'refused':
      return page({
        title: titleOf(step.fault),
        problem: describeFault(step.fault, place.ids),
        content: form(
          html`<p>${step.fault.number === 90094 ? 'Ask an administrator to grant it, then try again.' : 'Signed in, but not let in.'}</p>`,
          buttons(['other', 'Use another account'], ['return', 'Return to the application']),
        ),
      });
  }
}

function titleOf({ number }: SignInFault): string {
  if (number === 90094) return 'Need admin approval';
  return number === 53003
    ? 'You cannot access this right now'
    : 'Sorry, but we’re having trouble signing you in';
}

function form(...content: readonly (Markup | false)[]): Markup {
  return html`<form method="post">${content}</form>`;
}

function accountList(title: string, accounts: readonly Account[]): Markup | false {
  if (accounts.length === 0) return false;
  return html`<h2>${title}</h2><form method="post">${accounts.map(
    ({ userName, displayName, about }) =>
      html`<button class="row" name="account" value="${userName}">${displayName}<small>${userName} – ${about}</small></button>`,
  )}</form>`;
}

/** A sign-in that cannot even begin: nothing of it is sent to the application. */
export function faultPage(fault: SignInFault, ids: FaultIds): SignInResponse {
  return page({
    title: titleOf(fault),
    problem: describeFault(fault, ids),
    status: fault.status,
    content: html`<p>Close this window, and look at what the application asks for.</p>`,
  });
}

/** A page that only says something. */
export function notePage(title: string, sentence: string): SignInResponse {
  return page({ title, content: html`<p>${sentence}</p>` });
}

/** Sends the answer to the application in a form (OAuth 2.0 Form Post Response Mode). */
export function formPostPage(redirectUri: string, answer: URLSearchParams): SignInResponse {
  const fields = [...answer].map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return page({
    title: 'Working…',
    sendsItself: true,
    formTarget:
      new URL(redirectUri).origin === 'null' ? new URL(redirectUri).protocol : new URL(redirectUri).origin,
    content: html`<form method="post" action="${redirectUri}">${fields}
<p>You are being sent back to the application.</p>
<div class="buttons"><button class="main">Continue</button></div></form>`,
  });
}

/** Where a device code is typed. */
export function deviceCodePage(problem: string | undefined, typed: string): SignInResponse {
  return page({
    title: 'Enter code to allow access',
    problem,
    content: form(
      html`<p>Once you enter the code that your application shows, it will have access to your account. Do not enter
codes from sources that you do not trust.</p>
<label for="code">Code</label>
<input id="code" name="code" autocomplete="off" autocapitalize="characters" required value="${typed}"${problem !== undefined && html` aria-describedby="problem" aria-invalid="true"`}>`,
      buttons(['next', 'Next']),
    ),
  });
}
