import { cloudOfHost, clouds } from '../../../shared/domain/cloud.ts';
import {
  azCommandOf,
  azIdentityCommandOf,
  type CredentialQuestion,
  credentialJson,
  credentialNameOf,
  deprecatedIssuerOf,
  federatedCredentialOf,
  whyNotVersion1,
} from '../../../shared/domain/managedIdentity.ts';
import { makeStyles, NoteBox, PropertyList, tokens } from '../../kit/kit.ts';
import { CodeBox } from '../appRegistration/CodeBox.tsx';
import { OutsideLink } from '../appRegistration/StepList.tsx';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: '8px' },
  title: { margin: 0, fontSize: '14px', lineHeight: '20px', fontWeight: tokens.fontWeightSemibold },
  text: { margin: 0, maxWidth: '76ch', color: tokens.colorNeutralForeground2 },
});

interface EntraValuesProps {
  readonly name: string;
  /** Address of the organisation: tells its cloud. */
  readonly host: string;
  readonly applicationId: string;
  readonly question: Omit<CredentialQuestion, 'cloud'>;
}

/** The federated credential that Entra ID needs, to be copied. */
export function EntraValues({ name, host, applicationId, question }: EntraValuesProps) {
  const styles = useStyles();
  const cloud = (URL.canParse(host) ? cloudOfHost(new URL(host).hostname) : null) ?? 'commercial';
  const credential = federatedCredentialOf({ ...question, cloud });
  const { portal } = clouds[cloud];
  const obstacle = question.version === 1 ? whyNotVersion1(question.certificate) : null;
  const property = (label: string, value: string) => ({ name: label, value, mono: true, copy: value });
  return (
    <section className={styles.section} aria-label="In Entra ID">
      <h3 className={styles.title}>In Entra ID ({clouds[cloud].name})</h3>
      <p className={styles.text}>
        In the app registration: Certificates &amp; secrets, Federated credentials, Add credential, Other
        issuer, with an explicit subject identifier.{' '}
        {portal ? <OutsideLink label="Open the portal" address={portal} /> : null}
      </p>
      {obstacle ? <NoteBox tone="warning">{obstacle} Choose version 2.</NoteBox> : null}
      <PropertyList
        columns={1}
        properties={[
          property('Issuer', credential.issuer),
          property('Subject identifier', credential.subject),
          property('Audience', credential.audience),
        ]}
      />
      <CodeBox label="credential.json" text={credentialJson(credentialNameOf(name), credential)} />
      <CodeBox label="az, for an app registration, beside that file" text={azCommandOf(applicationId)} />
      <CodeBox
        label="az, for a user-assigned managed identity"
        text={azIdentityCommandOf(credentialNameOf(name), credential)}
      />
      <p className={styles.text}>
        Dataverse compares the names as .NET writes them; where Entra ID answers AADSTS700213, compare the
        subject with the one in that message. A credential whose issuer is{' '}
        {deprecatedIssuerOf(question.environmentId)} is one of version 0, which is deprecated: add one with
        the values above.
      </p>
    </section>
  );
}
