import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { ConnectionColor, NewConnection } from '../../../shared/contract/calls/connections.ts';
import { useCall } from '../../app/core/useCall.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { WithoutSignInHelp } from '../../app/SignInHelp.tsx';
import { openTab } from '../../app/tabs.ts';
import {
  Checkbox,
  ColorDot,
  FieldRow,
  FormDialog,
  Input,
  makeStyles,
  Radio,
  RadioGroup,
  useNotify,
} from '../../kit/kit.ts';
import { addressProblem } from './addressProblem.ts';
import { colorLabels } from './colors.ts';

const useStyles = makeStyles({
  colors: { display: 'flex', flexWrap: 'wrap' },
  color: { display: 'inline-flex', alignItems: 'center', gap: '6px' },
  mono: { fontFamily: 'monospace' },
});

const empty: NewConnection = { name: '', address: '', accessToken: '', color: 'green', production: false };

const Form = NewConnection.superRefine((values, context) => {
  const problem = addressProblem(values.address);
  if (problem) context.addIssue({ code: 'custom', path: ['address'], message: problem });
});

const needed: Readonly<Record<string, string>> = {
  name: 'Give the organisation a name, as its tab should say it.',
  address: 'Enter the address of the organisation.',
  accessToken: 'Paste an access token for the organisation.',
};

/** Connects to an organisation by its address and an access token. */
export function NewConnectionDialog({ onClose }: DialogProps<'newConnection'>) {
  const styles = useStyles();
  const notify = useNotify();
  const add = useCall('connection.add');
  const form = useForm<NewConnection>({
    defaultValues: empty,
    resolver: zodResolver(Form),
    mode: 'onTouched',
  });
  const { errors, isDirty } = form.formState;
  const production = form.watch('production');
  useEffect(() => {
    // Red is what production looks like, unless the user chose a colour.
    if (!form.formState.dirtyFields.color) {
      form.setValue('color', production ? 'red' : 'green', { shouldDirty: false });
    }
  }, [production, form]);

  const submit = form.handleSubmit(async (values) => {
    const outcome = await add.run(values);
    if (outcome.kind === 'failed') {
      for (const [field, message] of Object.entries(outcome.failure.fields ?? {})) {
        if (field in empty) form.setError(field as keyof NewConnection, { message });
      }
      return;
    }
    const { connection, organization } = outcome.output;
    openTab(connection.id);
    notify({
      tone: 'good',
      sentence: `Connected to ${organization.friendlyName} as ${organization.userName}.`,
    });
    onClose();
  });
  const problemOf = (name: keyof NewConnection) => {
    const error = errors[name];
    if (!error) return null;
    const blank = String(form.getValues(name)).trim() === '';
    return { sentence: (blank ? needed[name] : undefined) ?? error.message ?? 'This cannot be used.' };
  };

  return (
    <WithoutSignInHelp>
      <FormDialog
        title="Connect to an organisation"
        dirty={isDirty}
        busy={add.running ? { label: 'Asking the organisation who you are…', onCancel: add.cancel } : null}
        failure={add.failure}
        primary={{ label: 'Connect' }}
        onSubmit={() => void submit()}
        onClose={onClose}
      >
        <FieldRow label="Name" required problem={problemOf('name')}>
          <Input {...form.register('name')} placeholder="Contoso Dev" autoFocus />
        </FieldRow>
        <FieldRow
          label="Address"
          required
          hint="Of the organisation or of its Web API."
          problem={problemOf('address')}
        >
          <Input
            {...form.register('address')}
            className={styles.mono}
            placeholder="https://contoso.crm.dynamics.com"
            spellCheck={false}
            inputMode="url"
          />
        </FieldRow>
        <FieldRow
          label="Access token"
          required
          hint="A bearer token for this organisation, for example from “az account get-access-token --resource https://contoso.crm.dynamics.com”. It is sent to the organisation only, and is usually good for an hour."
          problem={problemOf('accessToken')}
        >
          <Input
            {...form.register('accessToken')}
            type="password"
            className={styles.mono}
            spellCheck={false}
          />
        </FieldRow>
        <Controller
          control={form.control}
          name="color"
          render={({ field }) => (
            <FieldRow label="Colour of its tab">
              <RadioGroup
                layout="horizontal"
                className={styles.colors}
                value={field.value}
                onChange={(_, data) => field.onChange(ConnectionColor.parse(data.value))}
              >
                {ConnectionColor.options.map((color) => (
                  <Radio
                    key={color}
                    value={color}
                    label={
                      <span className={styles.color}>
                        <ColorDot color={color} />
                        {colorLabels[color]}
                      </span>
                    }
                  />
                ))}
              </RadioGroup>
            </FieldRow>
          )}
        />
        <Controller
          control={form.control}
          name="production"
          render={({ field }) => (
            <Checkbox
              checked={field.value}
              onChange={(_, data) => field.onChange(data.checked === true)}
              label="This is a production organisation: draw a red line and ask before changes"
            />
          )}
        />
      </FormDialog>
    </WithoutSignInHelp>
  );
}
