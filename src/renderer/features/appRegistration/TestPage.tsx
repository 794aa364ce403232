import type { RegistrationTest } from '../../../shared/domain/appRegistrationTest.ts';
import {
  CheckList,
  CopyButton,
  FieldRow,
  Input,
  makeStyles,
  StatusBadge,
  type Tone,
  tokens,
} from '../../kit/kit.ts';
import type { AssistantForm, AssistantProblems } from './assistantForm.ts';
import { MethodField } from './MethodField.tsx';
import { testReportText } from './testReportText.ts';

const useStyles = makeStyles({
  text: { margin: 0, maxWidth: '76ch' },
  mono: { '& input': { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px' } },
  verdict: { display: 'flex', alignItems: 'center', gap: '8px', flexWrap: 'wrap' },
  sentence: { flex: '1 1 240px', fontWeight: tokens.fontWeightSemibold },
});

const tones: Readonly<Record<RegistrationTest['outcome'], Tone>> = {
  passed: 'good',
  warning: 'warning',
  failed: 'bad',
};
const words: Readonly<Record<RegistrationTest['outcome'], string>> = {
  passed: 'Passed',
  warning: 'Works, but mind',
  failed: 'Failed',
};

interface TestPageProps {
  readonly form: AssistantForm;
  readonly onChange: (form: AssistantForm) => void;
  readonly problems: AssistantProblems;
  readonly report: RegistrationTest | null;
}

/** On a low window the verdict would stand below what is seen. */
function bringIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

/** The last page for people: signs in with the registration and says what is missing. */
export function TestPage({ form, onChange, problems, report }: TestPageProps) {
  const styles = useStyles();
  const { signIn, address } = form;
  const problemOf = (field: keyof AssistantProblems) => {
    const sentence = problems[field];
    return sentence === undefined ? null : { sentence };
  };
  return (
    <>
      <p className={styles.text}>
        The test asks the authority for the registration, signs in with it, looks at what its token is for and
        holds, and asks the organisation who you are. Nothing of it is kept.
      </p>
      <FieldRow
        label="Client id"
        required
        hint="“Application (client) ID” on the registration’s page “Overview”."
        problem={problemOf('clientId')}
      >
        <Input
          className={styles.mono}
          value={signIn.clientId}
          onChange={(_, { value }) => onChange({ ...form, signIn: { ...signIn, clientId: value } })}
          placeholder="00000000-0000-0000-0000-000000000000"
          spellCheck={false}
        />
      </FieldRow>
      <FieldRow
        label="Tenant"
        optional
        hint="“Directory (tenant) ID”. Left empty, the organisation is asked."
        problem={problemOf('tenant')}
      >
        <Input
          className={styles.mono}
          value={signIn.tenant}
          onChange={(_, { value }) => onChange({ ...form, signIn: { ...signIn, tenant: value } })}
          spellCheck={false}
        />
      </FieldRow>
      <FieldRow label="Address of the organisation" required problem={problemOf('address')}>
        <Input
          className={styles.mono}
          value={address}
          onChange={(_, { value }) => onChange({ ...form, address: value })}
          placeholder="https://contoso.crm.dynamics.com"
          inputMode="url"
          spellCheck={false}
        />
      </FieldRow>
      <MethodField form={form} onChange={onChange} />
      {report ? (
        <>
          <CheckList label="Test of the registration" lines={report.lines} />
          <div ref={bringIntoView} className={styles.verdict} role="status">
            <StatusBadge tone={tones[report.outcome]}>{words[report.outcome]}</StatusBadge>
            <span className={styles.sentence}>{report.sentence}</span>
            <CopyButton
              label="Copy report"
              what="test of the registration"
              text={testReportText(report, signIn.clientId.trim())}
            />
          </div>
        </>
      ) : null}
    </>
  );
}
