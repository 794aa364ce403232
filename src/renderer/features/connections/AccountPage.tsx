import { useState } from 'react';
import type { AccountState } from '../../../shared/contract/calls/signIn.ts';
import { AccountId } from '../../../shared/domain/account.ts';
import { openDialog } from '../../app/dialogs/dialogs.ts';
import { FieldRow, Link, makeStyles, Radio, RadioGroup, Select, tokens } from '../../kit/kit.ts';
import { SignInFields } from '../signIn/SignInFields.tsx';
import type { SignInForm, SignInProblems } from '../signIn/signInForm.ts';
import { cloudName, methodHints, methodLabels } from '../signIn/signInWords.ts';
import type { ConnectForm } from './connectForm.ts';

const useStyles = makeStyles({
  account: { display: 'flex', flexDirection: 'column' },
  detail: { fontSize: '12px', lineHeight: '16px', color: tokens.colorNeutralForeground2 },
});

interface AccountPageProps {
  readonly form: ConnectForm;
  readonly onChange: (form: ConnectForm) => void;
  readonly accounts: readonly AccountState[];
  /** The one in use; null where one signs in. */
  readonly account: AccountState | null;
  readonly problems: SignInProblems;
}

/** The first page: an account that is signed in, or a way to sign in. */
export function AccountPage({ form, onChange, accounts, account, problems }: AccountPageProps) {
  const styles = useStyles();
  const { signIn } = form;
  // Drawn anew with an id that was taken over, so that it is seen.
  const [taken, setTaken] = useState(0);
  return (
    <>
      {accounts.length > 0 ? (
        <FieldRow label="Account">
          <RadioGroup
            value={account?.id ?? 'another'}
            onChange={(_, { value }) =>
              onChange({ ...form, account: value === 'another' ? 'another' : AccountId.parse(value) })
            }
          >
            {accounts.map((one) => (
              <Radio
                key={one.id}
                value={one.id}
                label={
                  <span className={styles.account}>
                    <span>{one.name ?? one.userName}</span>
                    <span className={styles.detail}>{accountDetail(one)}</span>
                  </span>
                }
              />
            ))}
            <Radio value="another" label="Another one" />
          </RadioGroup>
        </FieldRow>
      ) : null}
      {account === null ? (
        <>
          <FieldRow
            label="How to sign in"
            hint={form.byToken ? 'You got a token elsewhere, and paste it.' : methodHints[signIn.method]}
          >
            <Select
              autoFocus={accounts.length === 0}
              value={form.byToken ? 'token' : signIn.method}
              onChange={(_, { value }) =>
                onChange(
                  value === 'token'
                    ? { ...form, byToken: true }
                    : {
                        ...form,
                        byToken: false,
                        signIn: { ...signIn, method: value as SignInForm['method'] },
                      },
                )
              }
            >
              {Object.entries(methodLabels).map(([method, label]) => (
                <option key={method} value={method}>
                  {label}
                </option>
              ))}
              <option value="token">With an access token</option>
            </Select>
          </FieldRow>
          {form.byToken ? null : (
            <SignInFields
              key={taken}
              form={signIn}
              onChange={(next) => onChange({ ...form, signIn: next })}
              problems={problems}
              address={form.address}
              onAddressChange={(address) => onChange({ ...form, address })}
            />
          )}
          {form.byToken ? null : (
            <OwnRegistration
              form={form}
              onTake={(next) => {
                onChange(next);
                setTaken((before) => before + 1);
              }}
            />
          )}
        </>
      ) : null}
    </>
  );
}

/** The way to an app registration of one's own, and back with its id. */
function OwnRegistration({
  form,
  onTake,
}: {
  readonly form: ConnectForm;
  readonly onTake: (form: ConnectForm) => void;
}) {
  const { signIn, address } = form;
  const open = () =>
    openDialog({
      kind: 'appRegistration',
      start: { signIn, address },
      onUse: ({ clientId, tenant }) => onTake({ ...form, signIn: { ...signIn, clientId, tenant } }),
    });
  return (
    <p>
      {signIn.method === 'secret' || signIn.method === 'certificate'
        ? 'No app registration yet?'
        : 'Is the standard application blocked, or should your own name be on the consent screen?'}{' '}
      <Link inline as="button" type="button" onClick={open}>
        Own app registration…
      </Link>
    </p>
  );
}

/** What tells an account apart: sign-in name, cloud, and whether it has to sign in again. */
export function accountDetail(account: AccountState): string {
  return [
    account.kind === 'application' ? `application ${account.clientId}` : account.userName,
    cloudName(account.cloud),
    ...(account.signInNeeded ? ['has to sign in again'] : []),
  ].join(' · ');
}
