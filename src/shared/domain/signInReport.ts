import { redactText } from './redaction.ts';
import type { TokenContents } from './tokenContents.ts';

/** What is put into a report about a sign-in, mostly one that failed. None of it is a secret; it is looked through all the same. */
export interface SignInReportFacts {
  /** What the first line says; that it failed where nothing is given. */
  readonly title?: string | undefined;
  readonly sentence: string;
  readonly advice?: string | undefined;
  readonly serverCode?: string | undefined;
  /** What the authority said, with its trace id and time. */
  readonly serverMessage?: string | undefined;
  readonly requestId?: string | undefined;
  readonly application: string;
  /** ISO time. */
  readonly at: string;
  readonly method?: string | undefined;
  readonly authority?: string | undefined;
  readonly tenant?: string | undefined;
  readonly clientId?: string | undefined;
  readonly resource?: string | undefined;
  readonly userName?: string | undefined;
  /** What the token holds, where there is one. The token itself is no part of a report. */
  readonly token?: TokenContents | undefined;
}

/** A text to send to an administrator or to Microsoft's support. */
export function formatSignInReport(facts: SignInReportFacts): string {
  const lines: readonly (readonly [string, string | undefined])[] = [
    [facts.title ?? 'Sign-in failed', facts.sentence],
    ['What to do', facts.advice],
    ['Code', facts.serverCode],
    ['Correlation id', facts.requestId],
    ['Time', facts.at],
    ['Way of signing in', facts.method],
    ['Authority', facts.authority],
    ['Tenant', facts.tenant],
    ['Application (client) id', facts.clientId],
    ['Wanted for', facts.resource],
    ['User', facts.userName],
    ...tokenLines(facts.token),
    ['Program', facts.application],
    ['Said by the authority', facts.serverMessage],
  ];
  return lines
    .flatMap(([label, value]) =>
      value === undefined || value === ''
        ? []
        : [`${label}: ${redactText(value).replaceAll(/\s*\n\s*/g, ' ')}`],
    )
    .join('\n');
}

function tokenLines(token: TokenContents | undefined): readonly (readonly [string, string | undefined])[] {
  if (!token) return [];
  return [
    ['Token for', token.audience],
    ['Permissions', [...token.scopes, ...token.roles].join(', ')],
    ['Token issued', token.issuedAt ?? undefined],
    ['Token ends', token.expiresAt ?? undefined],
    ['Issuer', token.issuer ?? undefined],
    ['Object id', token.objectId ?? undefined],
  ];
}
