import { FieldRow, Radio, RadioGroup } from '../../kit/kit.ts';
import { methodLabels } from '../signIn/signInWords.ts';
import type { AssistantForm } from './assistantForm.ts';

interface MethodFieldProps {
  readonly form: AssistantForm;
  readonly onChange: (form: AssistantForm) => void;
}

/** How the user signs in for the step at hand. */
export function MethodField({ form, onChange }: MethodFieldProps) {
  const { signIn } = form;
  return (
    <FieldRow label="How to sign in">
      <RadioGroup
        layout="horizontal"
        value={signIn.method}
        onChange={(_, { value }) =>
          onChange({
            ...form,
            signIn: { ...signIn, method: value === 'deviceCode' ? 'deviceCode' : 'browser' },
          })
        }
      >
        <Radio value="browser" label={methodLabels.browser} />
        <Radio value="deviceCode" label={methodLabels.deviceCode} />
      </RadioGroup>
    </FieldRow>
  );
}
