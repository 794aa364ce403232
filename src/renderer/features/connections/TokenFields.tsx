import { FieldRow, Input, makeStyles, tokens } from '../../kit/kit.ts';
import { AddressField } from './AddressField.tsx';
import { ConnectionLook, NameField } from './ConnectionLook.tsx';
import { type ConnectForm, type ConnectProblems, lookOf, nameOf } from './connectForm.ts';

const useStyles = makeStyles({
  mono: { '& input': { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px' } },
});

interface TokenFieldsProps {
  readonly form: ConnectForm;
  readonly onChange: (form: ConnectForm) => void;
  readonly problems: ConnectProblems;
}

/** Connects by address and access token: nobody signs in, so that all is on one page. */
export function TokenFields({ form, onChange, problems }: TokenFieldsProps) {
  const styles = useStyles();
  return (
    <>
      <NameField
        name={nameOf(form)}
        onChange={(name) => onChange({ ...form, name })}
        problem={problems.name}
      />
      <AddressField
        address={form.address}
        onChange={(address) => onChange({ ...form, address })}
        problem={problems.address}
      />
      <FieldRow
        label="Access token"
        required
        hint="A bearer token for this organisation, for example from “az account get-access-token --resource https://contoso.crm.dynamics.com”. It is sent to the organisation only, and is usually good for an hour."
        problem={problems.accessToken === undefined ? null : { sentence: problems.accessToken }}
      >
        <Input
          className={styles.mono}
          type="password"
          autoComplete="new-password"
          value={form.accessToken}
          onChange={(_, data) => onChange({ ...form, accessToken: data.value })}
          spellCheck={false}
        />
      </FieldRow>
      <ConnectionLook look={lookOf(form)} onChange={(look) => onChange({ ...form, ...look })} />
    </>
  );
}
