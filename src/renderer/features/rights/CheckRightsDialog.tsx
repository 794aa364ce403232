import { useCallback, useEffect, useState } from 'react';
import type { RightsReport } from '../../../shared/domain/registrationRights.ts';
import { useCall } from '../../app/core/useCall.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { WithoutRightsHelp } from '../../app/SignInHelp.tsx';
import { useConnections } from '../../app/useConnections.ts';
import {
  CheckList,
  CopyButton,
  FieldRow,
  FormDialog,
  Input,
  makeStyles,
  PropertyList,
  Radio,
  RadioGroup,
  SkeletonRows,
  StatusBadge,
  type Tone,
  tokens,
} from '../../kit/kit.ts';
import { focusFirstProblem } from '../forms/focusFirstProblem.ts';
import { rightsLines, rightsReportText } from './rightsLines.ts';

const useStyles = makeStyles({
  mono: { '& input': { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px' } },
  verdict: { display: 'flex', alignItems: 'flex-start', gap: '8px', flexWrap: 'wrap' },
  words: { flex: '1 1 240px' },
  sentence: { fontWeight: tokens.fontWeightSemibold },
  advice: { color: tokens.colorNeutralForeground2 },
});

const tones: Readonly<Record<RightsReport['outcome'], Tone>> = {
  passed: 'good',
  warning: 'warning',
  failed: 'bad',
};
const words: Readonly<Record<RightsReport['outcome'], string>> = {
  passed: 'All there',
  warning: 'Some missing',
  failed: 'Missing',
};
const accessModeLabels = {
  readWrite: 'Read-Write',
  administrative: 'Administrative',
  read: 'Read',
  support: 'Support',
  nonInteractive: 'Non-interactive',
  other: 'Other',
} as const;

/** Who is connected, with which roles, and which privileges are missing to register: for oneself, or for an application user. */
export function CheckRightsDialog({ request, onClose }: DialogProps<'checkRights'>) {
  const styles = useStyles();
  const { connectionId, applicationId: asked = '' } = request;
  const name = (useConnections() ?? []).find(({ id }) => id === connectionId)?.name ?? '';
  const { run, reset, cancel, ...check } = useCall('rights.check');
  const [whose, setWhose] = useState<'mine' | 'application'>(asked === '' ? 'mine' : 'application');
  const [applicationId, setApplicationId] = useState(asked);
  const [problem, setProblem] = useState<string | null>(null);
  const [report, setReport] = useState<RightsReport | null>(null);

  const ask = useCallback(
    async (id: string | null) => {
      const outcome = await run({ connectionId, applicationId: id });
      if (outcome.kind === 'done') setReport(outcome.output.report);
      else if (outcome.failure.fields?.applicationId !== undefined) {
        setProblem(outcome.failure.fields.applicationId);
        focusFirstProblem();
      }
    },
    [run, connectionId],
  );
  // What is asked for most is there when the dialog is.
  useEffect(() => void ask(asked === '' ? null : asked), [ask, asked]);

  const forget = () => {
    reset();
    setProblem(null);
    setReport(null);
  };
  const submit = () => {
    if (whose === 'application' && applicationId.trim() === '') {
      setProblem('Enter the Application (client) ID of the registration.');
      focusFirstProblem();
      return;
    }
    forget();
    void ask(whose === 'mine' ? null : applicationId.trim());
  };

  return (
    <WithoutRightsHelp>
      <FormDialog
        title={`Rights in ${name}`}
        tall
        dirty={false}
        busy={check.running ? { label: 'Reading roles and privileges…', onCancel: cancel } : null}
        failure={check.failure?.fields?.applicationId === undefined ? check.failure : null}
        primary={{ label: report ? 'Check again' : 'Check' }}
        onSubmit={submit}
        cancelLabel="Close"
        onClose={onClose}
      >
        <FieldRow label="Whose rights">
          <RadioGroup
            layout="horizontal"
            value={whose}
            onChange={(_, { value }) => {
              forget();
              setWhose(value === 'application' ? 'application' : 'mine');
            }}
          >
            <Radio value="mine" label="Mine" />
            <Radio value="application" label="An application user’s" />
          </RadioGroup>
        </FieldRow>
        {whose === 'application' ? (
          <FieldRow
            label="Client id"
            required
            hint="“Application (client) ID” of its app registration."
            problem={problem === null ? null : { sentence: problem }}
          >
            <Input
              className={styles.mono}
              value={applicationId}
              onChange={(_, { value }) => {
                forget();
                setApplicationId(value);
              }}
              placeholder="00000000-0000-0000-0000-000000000000"
              spellCheck={false}
            />
          </FieldRow>
        ) : null}
        {report ? (
          <>
            <div className={styles.verdict} role="status">
              <StatusBadge tone={tones[report.outcome]}>{words[report.outcome]}</StatusBadge>
              <div className={styles.words}>
                <div className={styles.sentence}>{report.sentence}</div>
                {report.advice ? <div className={styles.advice}>{report.advice}</div> : null}
              </div>
              <CopyButton label="Copy report" what="rights" text={rightsReportText(report, name)} />
            </div>
            <PropertyList columns={1} properties={propertiesOf(report)} />
            <CheckList label="What may be registered" lines={rightsLines(report)} />
          </>
        ) : check.running ? (
          <SkeletonRows count={7} label="Reading roles and privileges" />
        ) : null}
      </FormDialog>
    </WithoutRightsHelp>
  );
}

function propertiesOf({ user, roles }: RightsReport) {
  return [
    { name: 'User', value: user.name ?? 'may not be read' },
    { name: 'User id', value: user.id, mono: true, copy: user.id },
    ...(user.applicationId === null
      ? []
      : [{ name: 'Application', value: user.applicationId, mono: true, copy: user.applicationId }]),
    ...(user.accessMode === null ? [] : [{ name: 'Access mode', value: accessModeLabels[user.accessMode] }]),
    {
      name: 'Roles',
      value:
        roles === null
          ? 'may not be read'
          : roles.length === 0
            ? 'none of the user’s own; those of teams count too'
            : roles.join(', '),
    },
  ];
}
