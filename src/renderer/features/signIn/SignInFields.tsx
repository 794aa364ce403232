import { useState } from 'react';
import { defaultClientId } from '../../../shared/domain/account.ts';
import { type FieldProblem, FieldRow, Input, makeStyles, Select, tokens } from '../../kit/kit.ts';
import { CertificateField } from './CertificateField.tsx';
import {
  isApplication,
  needsAddress,
  type SignInField,
  type SignInForm,
  type SignInProblems,
} from './signInForm.ts';
import { cloudLabels } from './signInWords.ts';

const useStyles = makeStyles({
  mono: { '& input': { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px' } },
  more: {
    '& summary': { cursor: 'pointer', width: 'fit-content', borderRadius: tokens.borderRadiusSmall },
    '& summary:focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  inner: { display: 'flex', flexDirection: 'column', gap: '14px', marginTop: '12px' },
});

interface SignInFieldsProps {
  readonly form: SignInForm;
  readonly onChange: (form: SignInForm) => void;
  readonly problems: SignInProblems;
  /** Of the organisation; asked for only where nobody lists organisations. */
  readonly address: string;
  readonly onAddressChange: (address: string) => void;
}

type TextField = Exclude<SignInField, 'certificate' | 'address'>;

/** What the chosen way of signing in needs. Rare things fold out under More, and do so by themselves when one is wrong. */
export function SignInFields({ form, onChange, problems, address, onAddressChange }: SignInFieldsProps) {
  const styles = useStyles();
  const application = isApplication(form);
  const wrongUnderMore =
    problems.tenant !== undefined ||
    problems.redirect !== undefined ||
    (!application && problems.clientId !== undefined);
  const [opened, setOpened] = useState(
    () => form.tenant !== '' || form.redirect !== '' || (!application && form.clientId !== ''),
  );
  const problemOf = (field: SignInField): FieldProblem | null => {
    const sentence = problems[field];
    return sentence === undefined ? null : { sentence };
  };
  const input = (
    field: TextField,
    options: { secret?: boolean; mono?: boolean; placeholder?: string } = {},
  ) => (
    <Input
      className={options.mono === false ? undefined : styles.mono}
      type={options.secret ? 'password' : 'text'}
      autoComplete={options.secret ? 'new-password' : 'off'}
      value={form[field]}
      onChange={(_, data) => onChange({ ...form, [field]: data.value })}
      placeholder={options.placeholder}
      spellCheck={false}
    />
  );
  const clientId = (
    <FieldRow
      label="Client id"
      required={application}
      optional={!application}
      hint={
        application
          ? 'Application (client) id of the app registration.'
          : 'Of an app registration of your own. Left empty, the one of Microsoft’s samples is used, which some tenants block.'
      }
      problem={problemOf('clientId')}
    >
      {input('clientId', { placeholder: application ? undefined : defaultClientId })}
    </FieldRow>
  );

  return (
    <>
      <FieldRow label="Cloud">
        <Select
          value={form.cloud}
          onChange={(_, data) => onChange({ ...form, cloud: data.value as SignInForm['cloud'] })}
        >
          {Object.entries(cloudLabels).map(([id, label]) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </Select>
      </FieldRow>
      {form.cloud === 'custom' ? (
        <>
          <FieldRow
            label="Sign-in address"
            optional
            hint="Of AD FS it ends in /adfs. Left empty, the organisation is asked."
            problem={problemOf('authority')}
          >
            {input('authority', { placeholder: 'https://sts.contoso.com/adfs' })}
          </FieldRow>
          <FieldRow
            label="Discovery address"
            optional
            hint="Of the service that lists organisations, where there is one."
            problem={problemOf('discovery')}
          >
            {input('discovery')}
          </FieldRow>
        </>
      ) : null}
      {form.method === 'password' ? (
        <>
          <FieldRow label="User name" required problem={problemOf('userName')}>
            {input('userName', { mono: false, placeholder: 'nancy@contoso.com' })}
          </FieldRow>
          <FieldRow label="Password" required problem={problemOf('password')}>
            {input('password', { secret: true })}
          </FieldRow>
        </>
      ) : null}
      {application ? clientId : null}
      {form.method === 'secret' ? (
        <FieldRow
          label="Client secret"
          required
          hint="Its value, which the portal shows only once."
          problem={problemOf('secret')}
        >
          {input('secret', { secret: true })}
        </FieldRow>
      ) : null}
      {form.method === 'certificate' ? (
        <>
          <CertificateField
            chosen={form.certificate}
            onChange={(certificate) => onChange({ ...form, certificate })}
            problem={problemOf('certificate')}
          />
          <FieldRow label="Password of the file" optional problem={problemOf('certificatePassword')}>
            {input('certificatePassword', { secret: true })}
          </FieldRow>
        </>
      ) : null}
      {needsAddress(form) ? (
        <FieldRow
          label="Address of the organisation"
          required
          hint={
            application
              ? 'Applications are given no list of organisations.'
              : 'This cloud has no list of organisations.'
          }
          problem={problemOf('address')}
        >
          <Input
            className={styles.mono}
            value={address}
            onChange={(_, data) => onAddressChange(data.value)}
            placeholder="https://contoso.crm.dynamics.com"
            inputMode="url"
            spellCheck={false}
          />
        </FieldRow>
      ) : null}
      <details
        className={styles.more}
        open={opened || wrongUnderMore}
        onToggle={(event) => setOpened(event.currentTarget.open)}
      >
        <summary>More</summary>
        <div className={styles.inner}>
          {application ? null : clientId}
          {form.method === 'browser' ? (
            <FieldRow
              label="Redirect address"
              optional
              hint="http://localhost, with a port where the app registration has one."
              problem={problemOf('redirect')}
            >
              {input('redirect', { placeholder: 'http://localhost' })}
            </FieldRow>
          ) : null}
          {form.method === 'browser' ? (
            <FieldRow
              label="User name"
              optional
              hint="Fills in the sign-in page."
              problem={problemOf('userName')}
            >
              {input('userName', { mono: false })}
            </FieldRow>
          ) : null}
          <FieldRow
            label="Tenant"
            optional
            hint={
              needsAddress(form)
                ? 'Its id, or one of its domains. Left empty, the organisation is asked.'
                : 'Its id, or one of its domains. Left empty, the one where the account is at home.'
            }
            problem={problemOf('tenant')}
          >
            {input('tenant', { placeholder: 'contoso.onmicrosoft.com' })}
          </FieldRow>
        </div>
      </details>
    </>
  );
}
