import { type ChangeEvent, useId, useRef, useState } from 'react';
import { Button, type FieldProblem, FieldRow, Input, makeStyles, VisuallyHidden } from '../../kit/kit.ts';
import { readFileContent } from './readFileContent.ts';
import type { ChosenFile } from './signInForm.ts';

const useStyles = makeStyles({
  button: { minWidth: 'auto', whiteSpace: 'nowrap' },
});

/** Bytes: certificates have a few thousand, and what the core takes ends here. */
const largest = 200_000;

interface CertificateFieldProps {
  readonly chosen: ChosenFile | null;
  readonly onChange: (file: ChosenFile | null) => void;
  readonly problem: FieldProblem | null;
}

/** A file with a certificate and its private key; it is read here and goes no further than the sign-in. */
export function CertificateField({ chosen, onChange, problem }: CertificateFieldProps) {
  const styles = useStyles();
  const picker = useRef<HTMLInputElement>(null);
  const pickerId = useId();
  const [refused, setRefused] = useState<string | null>(null);

  const read = async (event: ChangeEvent<HTMLInputElement>) => {
    const { files } = event.target;
    const file = files?.[0];
    if (!file) return;
    if (file.size > largest) {
      setRefused(`${file.name} is too large to be a certificate.`);
      return;
    }
    try {
      const content = await readFileContent(file);
      setRefused(null);
      onChange({ name: file.name, content });
    } catch {
      setRefused(`${file.name} cannot be read. Choose it again, or another one.`);
    }
  };
  return (
    <>
      <FieldRow
        label="Certificate"
        required
        hint="A PFX or PEM file with the private key."
        problem={refused === null ? problem : { sentence: refused }}
      >
        <Input
          value={chosen?.name ?? ''}
          readOnly
          placeholder="No file is chosen"
          onClick={() => picker.current?.click()}
          contentAfter={
            <Button className={styles.button} size="small" onClick={() => picker.current?.click()}>
              Choose a file…
            </Button>
          }
        />
      </FieldRow>
      <VisuallyHidden>
        <label htmlFor={pickerId}>Certificate file</label>
        <input
          ref={picker}
          id={pickerId}
          type="file"
          tabIndex={-1}
          accept=".pfx,.p12,.pem,.crt,.cer,.key"
          onChange={(event) => void read(event)}
        />
      </VisuallyHidden>
    </>
  );
}
