import { ConnectionColor } from '../../../shared/contract/calls/connections.ts';
import { Checkbox, ColorDot, FieldRow, Input, makeStyles, Radio, RadioGroup } from '../../kit/kit.ts';
import { colorLabels } from './colors.ts';

const useStyles = makeStyles({
  colors: { display: 'flex', flexWrap: 'wrap' },
  color: { display: 'inline-flex', alignItems: 'center', gap: '6px' },
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

interface ConnectionLookProps {
  readonly color: ConnectionColor;
  readonly onColorChange: (color: ConnectionColor) => void;
  readonly production: boolean;
  readonly onProductionChange: (production: boolean) => void;
}

/** How a connection is told apart: its colour, and whether it is production. */
export function ConnectionLook({
  color,
  onColorChange,
  production,
  onProductionChange,
}: ConnectionLookProps) {
  const styles = useStyles();
  return (
    <>
      <FieldRow label="Colour of its tab">
        <RadioGroup
          layout="horizontal"
          className={styles.colors}
          value={color}
          onChange={(_, data) => onColorChange(ConnectionColor.parse(data.value))}
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
      <Checkbox
        checked={production}
        onChange={(_, data) => onProductionChange(data.checked === true)}
        label="This is a production organisation: draw a red line and ask before changes"
      />
    </>
  );
}
