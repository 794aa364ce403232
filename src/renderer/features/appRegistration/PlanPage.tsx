import { defaultClientId } from '../../../shared/domain/account.ts';
import type { AppRegistrationPlan } from '../../../shared/domain/appRegistration.ts';
import { FieldRow, Input, makeStyles, NoteBox, Radio, RadioGroup, Select, tokens } from '../../kit/kit.ts';
import type { SignInForm } from '../signIn/signInForm.ts';
import { cloudLabels } from '../signIn/signInWords.ts';
import type { AssistantForm, AssistantProblems } from './assistantForm.ts';

const useStyles = makeStyles({
  mono: { '& input': { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px' } },
  choice: { display: 'flex', flexDirection: 'column' },
  detail: { fontSize: '12px', lineHeight: '16px', color: tokens.colorNeutralForeground2 },
});

interface PlanPageProps {
  readonly form: AssistantForm;
  readonly onChange: (form: AssistantForm) => void;
  readonly problems: AssistantProblems;
}

/** The first page: whether a registration is needed at all, and for what. */
export function PlanPage({ form, onChange, problems }: PlanPageProps) {
  const styles = useStyles();
  const { plan, signIn } = form;
  const changePlan = (change: Partial<AppRegistrationPlan>) =>
    onChange({ ...form, plan: { ...plan, ...change } });
  const changeSignIn = (change: Partial<SignInForm>) =>
    onChange({ ...form, signIn: { ...signIn, ...change } });
  const problemOf = (field: keyof AssistantProblems) => {
    const sentence = problems[field];
    return sentence === undefined ? null : { sentence };
  };
  return (
    <>
      <NoteBox tone="info" title="Often none is needed.">
        For people, Registrar signs in with the public client of Microsoft’s samples ({defaultClientId}),
        which every tenant of Entra ID knows. You need a registration of your own where your tenant blocks
        that one, where the consent screen should show a name of yours, or where a program signs in by itself.
      </NoteBox>
      <FieldRow label="Who signs in">
        <RadioGroup
          value={plan.purpose}
          onChange={(_, { value }) => changePlan({ purpose: value === 'program' ? 'program' : 'people' })}
        >
          <Radio
            value="people"
            label={
              <span className={styles.choice}>
                <span>People</span>
                <span className={styles.detail}>
                  In the browser or with a device code, with their own rights.
                </span>
              </span>
            }
          />
          <Radio
            value="program"
            label={
              <span className={styles.choice}>
                <span>A program, by itself</span>
                <span className={styles.detail}>
                  With a secret or a certificate, as an application user of the organisation: pipelines,
                  servers.
                </span>
              </span>
            }
          />
        </RadioGroup>
      </FieldRow>
      <FieldRow label="Cloud">
        <Select
          value={signIn.cloud}
          onChange={(_, data) => changeSignIn({ cloud: data.value as SignInForm['cloud'] })}
        >
          {Object.entries(cloudLabels).map(([id, label]) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </Select>
      </FieldRow>
      {signIn.cloud === 'custom' ? (
        <FieldRow
          label="Sign-in address"
          required
          hint="Of AD FS it ends in /adfs."
          problem={problemOf('authority')}
        >
          <Input
            className={styles.mono}
            value={signIn.authority}
            onChange={(_, { value }) => changeSignIn({ authority: value })}
            placeholder="https://sts.contoso.com/adfs"
            spellCheck={false}
          />
        </FieldRow>
      ) : null}
      <FieldRow
        label="Tenant"
        optional
        hint="Its id, or one of its domains. Left empty, the one where you are at home."
        problem={problemOf('tenant')}
      >
        <Input
          className={styles.mono}
          value={signIn.tenant}
          onChange={(_, { value }) => changeSignIn({ tenant: value })}
          placeholder="contoso.onmicrosoft.com"
          spellCheck={false}
        />
      </FieldRow>
      <FieldRow
        label="Name of the registration"
        required
        hint="People see it when they are asked for consent."
        problem={problemOf('name')}
      >
        <Input value={plan.name} onChange={(_, { value }) => changePlan({ name: value })} />
      </FieldRow>
      {plan.purpose === 'people' ? (
        <FieldRow label="Which tenants may use it">
          <RadioGroup
            value={plan.tenants}
            onChange={(_, { value }) => changePlan({ tenants: value === 'any' ? 'any' : 'one' })}
          >
            <Radio value="one" label="The one in which it is registered" />
            <Radio value="any" label="Any: for consultants who work for several organisations" />
          </RadioGroup>
        </FieldRow>
      ) : null}
    </>
  );
}
