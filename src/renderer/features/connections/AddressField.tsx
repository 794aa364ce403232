import { FieldRow, Input, makeStyles, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  mono: { '& input': { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px' } },
});

interface AddressFieldProps {
  readonly address: string;
  readonly onChange: (address: string) => void;
  readonly problem: string | undefined;
}

export function AddressField({ address, onChange, problem }: AddressFieldProps) {
  const styles = useStyles();
  return (
    <FieldRow
      label="Address"
      required
      hint="Of the organisation or of its Web API."
      problem={problem === undefined ? null : { sentence: problem }}
    >
      <Input
        className={styles.mono}
        value={address}
        onChange={(_, data) => onChange(data.value)}
        placeholder="https://contoso.crm.dynamics.com"
        inputMode="url"
        spellCheck={false}
      />
    </FieldRow>
  );
}
