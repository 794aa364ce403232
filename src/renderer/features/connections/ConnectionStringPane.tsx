import type { DataverseConnectionString } from '../../../shared/domain/dataverseConnectionString.ts';
import { FieldRow, Input, makeStyles, NoteBox, PropertyList, tokens } from '../../kit/kit.ts';
import { understoodParts } from './connectionStringForm.ts';

const useStyles = makeStyles({
  mono: { '& input': { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px' } },
});

interface ConnectionStringPaneProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly read: DataverseConnectionString;
}

/** Takes the connection string that other programs of Dataverse use, and shows at once what it says. */
export function ConnectionStringPane({ text, onChange, read }: ConnectionStringPaneProps) {
  const styles = useStyles();
  const parts = understoodParts(read);
  return (
    <>
      <FieldRow
        label="Connection string"
        hint="As Microsoft’s SDK and its tools use it: AuthType=OAuth;Url=https://contoso.crm.dynamics.com;… It fills in the form, and is not kept."
      >
        <Input
          className={styles.mono}
          type="password"
          autoComplete="new-password"
          value={text}
          onChange={(_, data) => onChange(data.value)}
          spellCheck={false}
          autoFocus
        />
      </FieldRow>
      {text.trim() === ''
        ? null
        : read.problems.map(({ severity, sentence }) => (
            <NoteBox key={sentence} tone={severity === 'error' ? 'bad' : 'warning'}>
              {sentence}
            </NoteBox>
          ))}
      {parts.length > 0 ? <PropertyList columns={1} properties={parts} /> : null}
    </>
  );
}
