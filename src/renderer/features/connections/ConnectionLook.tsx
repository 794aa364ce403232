import { ConnectionColor, type ConnectionSettings } from '../../../shared/contract/calls/connections.ts';
import { Checkbox, ColorDot, FieldRow, Input, makeStyles, Radio, RadioGroup } from '../../kit/kit.ts';
import { colorLabels } from './colors.ts';

const useStyles = makeStyles({
  colors: { display: 'flex', flexWrap: 'wrap' },
  color: { display: 'inline-flex', alignItems: 'center', gap: '6px' },
  guards: { display: 'flex', flexDirection: 'column' },
});

interface NameFieldProps {
  readonly name: string;
  readonly onChange: (name: string) => void;
  readonly problem: string | undefined;
  readonly autoFocus?: boolean;
}

export function NameField({ name, onChange, problem, autoFocus }: NameFieldProps) {
  return (
    <FieldRow label="Name" required problem={problem === undefined ? null : { sentence: problem }}>
      <Input
        value={name}
        onChange={(_, data) => onChange(data.value)}
        placeholder="Contoso Dev"
        autoFocus={autoFocus}
      />
    </FieldRow>
  );
}

/** How a connection is told apart, and how careful this program is with it. */
export type Look = Pick<ConnectionSettings, 'color' | 'production' | 'readOnly'>;

interface ConnectionLookProps {
  readonly look: Look;
  readonly onChange: (change: Partial<Look>) => void;
}

/** Its colour, whether it is production, and whether anything in it may be changed. */
export function ConnectionLook({ look, onChange }: ConnectionLookProps) {
  const styles = useStyles();
  const { color, production, readOnly } = look;
  return (
    <>
      <FieldRow label="Colour of its tab">
        <RadioGroup
          layout="horizontal"
          className={styles.colors}
          value={color}
          onChange={(_, data) => onChange({ color: ConnectionColor.parse(data.value) })}
        >
          {ConnectionColor.options.map((option) => (
            <Radio
              key={option}
              value={option}
              label={
                <span className={styles.color}>
                  <ColorDot color={option} />
                  {colorLabels[option]}
                </span>
              }
            />
          ))}
        </RadioGroup>
      </FieldRow>
      <div className={styles.guards}>
        <Checkbox
          checked={production}
          onChange={(_, data) => onChange({ production: data.checked === true })}
          label="This is a production organisation: draw a red line and ask before changes"
        />
        <Checkbox
          checked={readOnly}
          onChange={(_, data) => onChange({ readOnly: data.checked === true })}
          label="Read-only: look at everything, and refuse every change"
        />
      </div>
    </>
  );
}
