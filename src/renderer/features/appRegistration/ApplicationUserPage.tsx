import { pacCommandOf } from '../../../shared/domain/appRegistrationScript.ts';
import { applicationUserSteps, portalLinksOf } from '../../../shared/domain/appRegistrationSteps.ts';
import { FieldRow, Input, makeStyles, tokens } from '../../kit/kit.ts';
import { type AssistantForm, cloudOf } from './assistantForm.ts';
import { CodeBox } from './CodeBox.tsx';
import { OutsideLink, StepList } from './StepList.tsx';

const useStyles = makeStyles({
  text: { margin: 0, maxWidth: '76ch' },
  mono: { '& input': { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px' } },
});

interface ApplicationUserPageProps {
  readonly form: AssistantForm;
  readonly onChange: (form: AssistantForm) => void;
}

/** The last page for programs: the organisation is told of the application. */
export function ApplicationUserPage({ form, onChange }: ApplicationUserPageProps) {
  const styles = useStyles();
  const cloud = cloudOf(form);
  const clientId = form.signIn.clientId.trim();
  const links = portalLinksOf(cloud);
  return (
    <>
      <p className={styles.text}>
        To sign in is not enough: a program acts in the organisation as an application user, which is bound to
        the registration by its client id and has security roles like everybody else. It needs no licence.
      </p>
      {clientId !== '' && links ? (
        <p className={styles.text}>
          It needs a secret or a certificate first:{' '}
          <OutsideLink label="Open “Certificates & secrets”" address={links.credentials(clientId)} />
        </p>
      ) : null}
      <FieldRow label="Client id" optional hint="Of the registration; the steps below show it to copy.">
        <Input
          className={styles.mono}
          value={form.signIn.clientId}
          onChange={(_, { value }) => onChange({ ...form, signIn: { ...form.signIn, clientId: value } })}
          placeholder="00000000-0000-0000-0000-000000000000"
          spellCheck={false}
        />
      </FieldRow>
      <StepList
        label="Steps to an application user"
        steps={applicationUserSteps(clientId === '' ? null : clientId, cloud)}
      />
      <CodeBox
        label="The same with the Power Platform CLI"
        text={pacCommandOf(
          clientId === '' ? 'CLIENT-ID' : clientId,
          form.address.trim() === '' ? 'https://contoso.crm.dynamics.com' : form.address.trim(),
          'System Customizer',
        )}
      />
    </>
  );
}
