import type { CheckReport } from '../../../shared/domain/check.ts';

/** A check as text, for a ticket or a chat. The core has put no secret into it. */
export function checkReportText(report: CheckReport): string {
  const from = report.from === 'here' ? 'from this computer' : 'from Dataverse';
  const lines = report.lines.map((line) =>
    [
      `- ${line.state}: ${line.sentence}`,
      line.advice ? `  ${line.advice}` : '',
      ...(line.details ? line.details.split('\n').map((text) => `  | ${text}`) : []),
    ]
      .filter((text) => text !== '')
      .join('\n'),
  );
  return [`Check ${from}, ${report.at}: ${report.outcome}`, report.sentence, '', ...lines].join('\n');
}
