import type { RegistrationTest } from '../../../shared/domain/appRegistrationTest.ts';

const marks: Readonly<Record<RegistrationTest['lines'][number]['state'], string>> = {
  passed: '[passed]',
  warning: '[mind]',
  failed: '[failed]',
  skipped: '[skipped]',
};

/** The test as a text for whoever can put the registration right. */
export function testReportText({ sentence, lines }: RegistrationTest, clientId: string): string {
  return [
    `App registration ${clientId}: ${sentence}`,
    ...lines.map(({ state, sentence: line, advice, details }) =>
      [`${marks[state]} ${line}`, advice, details].filter(Boolean).join('\n    '),
    ),
  ].join('\n');
}
