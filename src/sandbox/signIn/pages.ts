import { randomBytes } from 'node:crypto';
import type { SignInResponse } from './message.ts';

/** A piece of markup that is safe to put into a page. */
export type Markup = { readonly markup: string };

/** Joins markup; everything else among the values is escaped. */
export function html(parts: TemplateStringsArray, ...values: readonly unknown[]): Markup {
  let markup = '';
  for (const [index, part] of parts.entries())
    markup += part + (index < values.length ? textOf(values[index]) : '');
  return { markup };
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join('');
  if (value === undefined || value === false) return '';
  if (typeof value === 'object' && value !== null && 'markup' in value) return String(value.markup);
  return escapeHtml(String(value));
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; background: light-dark(#f3f2f1, #1b1a19); color: light-dark(#242424, #f5f5f5); }
main { max-width: 27rem; margin: 3rem auto; padding: 2rem; background: light-dark(#fff, #292827);
  border: 1px solid light-dark(#c8c6c4, #5c5a58); border-radius: 6px; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
form { margin: 0; } ul { padding-left: 1.25rem; }
label { display: block; margin-top: 1rem; font-weight: 600; }
input:not([type=checkbox]) { box-sizing: border-box; width: 100%; font: inherit; padding: .5rem; margin-top: .25rem;
  border: 1px solid light-dark(#605e5c, #a19f9d); border-radius: 4px; }
button { font: inherit; padding: .5rem 1.25rem; border-radius: 4px; border: 1px solid light-dark(#605e5c, #a19f9d);
  background: transparent; color: inherit; cursor: pointer; }
button.main { background: #0f548c; border-color: #0f548c; color: #fff; }
button.row { width: 100%; text-align: left; margin-top: .5rem; }
button.row small { display: block; }
.buttons { display: flex; gap: .75rem; justify-content: flex-end; flex-wrap: wrap; margin-top: 1.5rem; }
.problem { border-left: 4px solid light-dark(#b10e1c, #f1707b); padding: .25rem .75rem; margin: 1rem 0; }
.note { border: 1px dashed light-dark(#605e5c, #a19f9d); border-radius: 4px; padding: .75rem; margin-top: 1.25rem; }
code { font-size: 1.1em; overflow-wrap: anywhere; }
.where { font-size: .875rem; margin-top: 2rem; color: light-dark(#424242, #d6d6d6); }
`;

export type Page = {
  readonly title: string;
  readonly content: Markup;
  /** A wrong input, or why it does not go on. */
  readonly problem?: string | undefined;
  /** Where a form may lead besides this place. */
  readonly formTarget?: string;
  /** Sends the page's only form at once, where scripts run. */
  readonly sendsItself?: boolean;
  readonly status?: number;
};

/** A page of the authority. It needs no scripts, loads nothing and cannot be framed. */
export function page({ title, content, problem, formTarget, sendsItself, status }: Page): SignInResponse {
  const nonce = randomBytes(16).toString('base64');
  const body = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Registrar sandbox</title>
<style nonce="${nonce}">${{ markup: style }}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${problem !== undefined && html`<p class="problem" id="problem" role="alert">${problem}</p>`}
${content}
<p class="where">You are at the sign-in authority of Registrar’s sandbox, on this computer. Type no real password here.</p>
</main>
${sendsItself === true && html`<script nonce="${nonce}">document.forms[0].submit()</script>`}
</body>
</html>
`;
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    ...(sendsItself === true ? [`script-src 'nonce-${nonce}'`] : []),
    // Not for pages that lead on to the application: browsers hold redirects of a form to this, too.
    ...(formTarget === undefined ? [] : [`form-action 'self' ${formTarget}`]),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
  return {
    status: status ?? 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy,
      'Referrer-Policy': 'no-referrer',
      'X-Content-Type-Options': 'nosniff',
    },
    body: body.markup,
  };
}

/** Buttons at the end of a form; the first is the one that goes on, unless it only cancels. */
export function buttons(...all: readonly (readonly [action: string, text: string])[]): Markup {
  const one = (action: string, text: string, isMain: boolean) =>
    html`<button name="action" value="${action}"${isMain && html` class="main"`}>${text}</button>`;
  return html`<div class="buttons">${all.map(([action, text], index) => one(action, text, index === 0 && action !== 'cancel'))}</div>`;
}
