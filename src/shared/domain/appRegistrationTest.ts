import { z } from 'zod';
import { dataverseApi } from './appRegistration.ts';
import { problemsOfToken, type TokenContents, type TokenProblem } from './tokenContents.ts';

/** One line of the test of a registration: a sentence with a mark. */
export const RegistrationTestLine = z.object({
  id: z.enum(['known', 'publicClient', 'signIn', 'application', 'audience', 'scope', 'organization']),
  state: z.enum(['passed', 'warning', 'failed', 'skipped']),
  sentence: z.string(),
  advice: z.string().optional(),
  details: z.string().optional(),
});
export type RegistrationTestLine = z.infer<typeof RegistrationTestLine>;

export const RegistrationTest = z.object({
  outcome: z.enum(['passed', 'warning', 'failed']),
  sentence: z.string(),
  lines: z.array(RegistrationTestLine),
});
export type RegistrationTest = z.infer<typeof RegistrationTest>;

/** What the token of a new registration shows, line by line. */
export function linesOfToken(
  contents: TokenContents,
  expected: { readonly clientId: string; readonly resource: string; readonly tenantId: string | null },
  now: Date,
): RegistrationTestLine[] {
  const problems = problemsOfToken(
    contents,
    {
      resource: expected.resource,
      scope: dataverseApi.permission,
      ...(expected.tenantId === null ? {} : { tenantId: expected.tenantId }),
    },
    now,
  );
  const problemOf = (...kinds: TokenProblem['kind'][]): TokenProblem | undefined =>
    problems.find(({ kind }) => kinds.includes(kind));
  const line = (
    id: RegistrationTestLine['id'],
    problem: { readonly sentence: string; readonly advice: string } | undefined,
    sentence: string,
  ): RegistrationTestLine =>
    problem === undefined
      ? { id, state: 'passed', sentence }
      : { id, state: 'failed', sentence: problem.sentence, advice: problem.advice };
  const isOwn = contents.clientId?.toLowerCase() === expected.clientId.toLowerCase();
  const who = contents.userName ?? contents.name ?? 'somebody without a name';
  const trouble = problemOf('expired', 'notYet', 'tenant');
  return [
    trouble ? line('signIn', trouble, '') : line('signIn', undefined, `Signed in as ${who}.`),
    line(
      'application',
      isOwn
        ? undefined
        : {
            sentence: `The token was given to the application ${contents.clientId ?? 'without an id'}, not to ${expected.clientId}.`,
            advice: 'Copy the Application (client) ID once more from the registration’s page “Overview”.',
          },
      `The token was given to the application ${expected.clientId}.`,
    ),
    line('audience', problemOf('audience'), `It is for ${contents.audience}.`),
    line('scope', problemOf('scope'), `It holds the permission ${dataverseApi.permission}.`),
  ];
}

/** The whole in one sentence. */
export function registrationTestOf(lines: readonly RegistrationTestLine[]): RegistrationTest {
  const failed = lines.filter(({ state }) => state === 'failed').length;
  if (failed > 0) {
    return {
      outcome: 'failed',
      sentence:
        failed === 1
          ? 'One thing is missing before it works.'
          : `${failed} things are missing before it works.`,
      lines: [...lines],
    };
  }
  return lines.some(({ state }) => state === 'warning')
    ? { outcome: 'warning', sentence: 'The registration works, with a limit.', lines: [...lines] }
    : { outcome: 'passed', sentence: 'The registration works.', lines: [...lines] };
}
