import { deedsOf, type RightsReport } from '../../../shared/domain/registrationRights.ts';
import type { ProgressLineItem } from '../../kit/kit.ts';

/** Each area as a sentence with a mark; the privileges by name fold out. */
export function rightsLines({ areas }: RightsReport): ProgressLineItem[] {
  return areas.map(({ id, label, needed, missing }) =>
    missing.length === 0
      ? { id, state: 'passed', sentence: label }
      : {
          id,
          state: missing.length === needed ? 'failed' : 'warning',
          sentence: label,
          advice: `Cannot ${deedsOf(missing)}.`,
          details: missing.map(({ privilege }) => privilege).join('\n'),
        },
  );
}

/** The report as a text for whoever gives the roles. */
export function rightsReportText(report: RightsReport, organization: string): string {
  const { user, roles, sentence, advice, areas } = report;
  return [
    `Rights in ${organization}`,
    `User: ${user.name ?? user.id}${user.applicationId === null ? '' : ` (application ${user.applicationId})`}`,
    `Roles: ${roles === null ? 'may not be read' : roles.length === 0 ? 'none' : roles.join(', ')}`,
    [sentence, advice].filter(Boolean).join(' '),
    ...areas.flatMap(({ label, missing }) =>
      missing.length === 0 ? [] : [`${label}:`, ...missing.map(({ privilege }) => `  ${privilege}`)],
    ),
  ].join('\n');
}
