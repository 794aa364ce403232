import { shown } from './connectionStringEndpoint.ts';
import type { ConnectionStringParts } from './connectionStringParts.ts';
import type { ConnectionStringProblem, ConnectionStringProblemKind } from './connectionStringProblem.ts';

/** What a connection string is pasted for: Dataverse posts with it, or this program listens with it. */
export type ConnectionStringPurpose = 'post' | 'listen';

/** Things that only matter to Dataverse's posts and columns. */
const onlyForPosting: ReadonlySet<ConnectionStringProblemKind> = new Set([
  'policyListens',
  'explicitPort',
  'sovereignCloud',
  'tokenTooLong',
  'entityPathTooLong',
]);

const inOtherWords: Partial<Record<ConnectionStringProblemKind, string>> = {
  policyManages:
    'This policy may do everything in the whole namespace. It works, but listening only needs Listen: a policy of the queue, topic or event hub alone is safer.',
  namespaceLevel:
    'This connection string is for the whole namespace. The path of the endpoint is used with it.',
  entityPathSubscription:
    'This is the address of a subscription. Write the topic alone; the subscription is chosen when listening starts.',
  entityPathDeadLetter:
    'This is the address of a dead-letter queue. Write the queue alone; dead letters are chosen when listening starts.',
  managedIdentity:
    'This connection string signs in with a managed identity, which has no key. Copy the connection string of a shared access policy with Listen.',
};

/** The findings as they concern somebody who wants to listen. */
export function problemsForListening(
  problems: readonly ConnectionStringProblem[],
  parts: ConnectionStringParts,
): ConnectionStringProblem[] {
  const concerning = problems
    .filter((problem) => !onlyForPosting.has(problem.kind))
    .map((problem) => ({ ...problem, sentence: inOtherWords[problem.kind] ?? problem.sentence }));
  const name = parts.policyName ?? '';
  if (/send|write/i.test(name) && !/listen|receive|read|manage/i.test(name)) {
    concerning.push({
      kind: 'policySends',
      severity: 'info',
      part: 'policyName',
      sentence: `The policy is called ${shown(name)}, as if it could only send. Listening needs one with Listen.`,
    });
  }
  return concerning;
}
