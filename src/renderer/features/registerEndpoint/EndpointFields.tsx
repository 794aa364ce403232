import { useState } from 'react';
import { designationTypes, offeredDesignationTypes } from '../../../shared/domain/designationType.ts';
import { MessageFormat, UserInformation } from '../../../shared/domain/registration.ts';
import {
  messageFormatLabels,
  OfferedDesignationType,
  serviceEndpointLengths,
  userInformationLabels,
} from '../../../shared/domain/serviceEndpoint.ts';
import {
  applyServiceEndpointCorrection,
  changeDesignationType,
  type ServiceEndpointForm,
} from '../../../shared/domain/serviceEndpointForm.ts';
import type {
  ServiceEndpointField,
  ServiceEndpointProblem,
} from '../../../shared/domain/serviceEndpointRules.ts';
import { FieldRow, Input, makeStyles, Select, Textarea, tokens } from '../../kit/kit.ts';
import { FieldNote } from '../forms/FieldNote.tsx';
import { fieldState } from '../forms/fieldState.ts';
import { SecretField } from './SecretField.tsx';

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(240px, 100%), 1fr))',
    columnGap: '16px',
    rowGap: '14px',
    alignItems: 'start',
  },
  whole: { gridColumn: '1 / -1' },
  mono: { '& input': { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px' } },
});

interface EndpointFieldsProps {
  readonly form: ServiceEndpointForm;
  readonly onChange: (form: ServiceEndpointForm) => void;
  readonly problems: readonly ServiceEndpointProblem[];
  /** Said by the organisation or by a conflict, by field. */
  readonly refused?: Readonly<Record<string, string>> | undefined;
  /** Dataverse holds a secret that stays unless another one is typed. */
  readonly secretStored: boolean;
  /** The secret came from a connection string: dots until the user replaces it. */
  readonly secretFromString: boolean;
  /** Also empty fields say what they want. */
  readonly showAll: boolean;
}

/** The settings of a service endpoint, each with what is wrong beside it. */
export function EndpointFields(props: EndpointFieldsProps) {
  const { form, onChange, problems, refused, secretStored, secretFromString, showAll } = props;
  const styles = useStyles();
  const [visited, setVisited] = useState<ReadonlySet<string>>(new Set());
  const { draft } = form;
  const type = designationTypes[draft.designationType];
  const set = (change: Partial<typeof draft>) => onChange({ ...form, draft: { ...draft, ...change } });
  const leave = (field: ServiceEndpointField) => () =>
    setVisited((before) => (before.has(field) ? before : new Set([...before, field])));
  const row = (field: ServiceEndpointField, refusedAs: string = field) => {
    const { problem, note } = fieldState({
      field,
      problems,
      refused: refused?.[refusedAs] === undefined ? undefined : { [field]: refused[refusedAs] },
      visited: showAll || visited.has(field),
      apply: (found) => onChange(applyServiceEndpointCorrection(form, found)),
    });
    return { problem, ...(note ? { hint: <FieldNote note={note} /> } : {}) };
  };
  const secretField = draft.authorization.kind === 'sasKey' ? 'key' : 'token';
  return (
    <div className={styles.grid}>
      <FieldRow label="Name" className={styles.whole} {...row('name')}>
        <Input
          value={draft.name}
          onChange={(_, data) => set({ name: data.value })}
          onBlur={leave('name')}
          autoFocus
        />
      </FieldRow>
      <FieldRow label="Designation type" hint={type.help} {...row('designationType')}>
        <Select
          value={draft.designationType}
          onChange={(_, data) =>
            onChange({
              ...form,
              draft: changeDesignationType(draft, OfferedDesignationType.parse(data.value)),
            })
          }
        >
          {offeredDesignationTypes.map(({ name, label }) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </Select>
      </FieldRow>
      <FieldRow label="Message format" hint={formatHint(draft.messageFormat)} {...row('messageFormat')}>
        <Select
          value={draft.messageFormat}
          onChange={(_, data) => set({ messageFormat: MessageFormat.parse(data.value) })}
        >
          {MessageFormat.options.map((format) => (
            <option key={format} value={format} disabled={!type.messageFormats.includes(format)}>
              {messageFormatLabels[format]}
            </option>
          ))}
        </Select>
      </FieldRow>
      <FieldRow label="Namespace address" {...row('namespaceAddress')}>
        <Input
          className={styles.mono}
          value={draft.namespaceAddress}
          onChange={(_, data) => set({ namespaceAddress: data.value })}
          onBlur={leave('namespaceAddress')}
          placeholder={`${type.scheme}://contoso.servicebus.windows.net/`}
          spellCheck={false}
          inputMode="url"
        />
      </FieldRow>
      <FieldRow label={type.pathLabel} {...row('path')}>
        <Input
          className={styles.mono}
          value={draft.path}
          onChange={(_, data) => set({ path: data.value })}
          onBlur={leave('path')}
          spellCheck={false}
        />
      </FieldRow>
      <FieldRow label="Authorization type" problem={authorizationProblem(refused)}>
        <Select
          value={draft.authorization.kind}
          onChange={(_, data) =>
            onChange({
              // A key is no token: what was typed as the one is not sent as the other.
              draft: {
                ...draft,
                authorization:
                  data.value === 'sasToken' ? { kind: 'sasToken' } : { kind: 'sasKey', keyName: '' },
              },
            })
          }
        >
          <option value="sasKey">SAS key</option>
          <option value="sasToken">SAS token</option>
        </Select>
      </FieldRow>
      {draft.authorization.kind === 'sasKey' ? (
        <FieldRow label="SAS key name" {...row('keyName')}>
          <Input
            className={styles.mono}
            value={draft.authorization.keyName}
            onChange={(_, data) => set({ authorization: { kind: 'sasKey', keyName: data.value } })}
            onBlur={leave('keyName')}
            spellCheck={false}
          />
        </FieldRow>
      ) : null}
      <SecretField
        key={draft.authorization.kind}
        kind={draft.authorization.kind}
        secret={form.secret}
        onChange={(secret) => onChange({ ...form, secret })}
        stored={secretStored}
        fromString={secretFromString}
        onLeave={leave(secretField)}
        {...row(secretField)}
      />
      <FieldRow
        label="User information sent"
        hint={userHint(draft.userInformation)}
        {...row('userInformation')}
      >
        <Select
          value={draft.userInformation}
          onChange={(_, data) => set({ userInformation: UserInformation.parse(data.value) })}
        >
          {UserInformation.options.map((information) => (
            <option key={information} value={information}>
              {userInformationLabels[information]}
            </option>
          ))}
        </Select>
      </FieldRow>
      <FieldRow label="Description" optional className={styles.whole} {...row('description')}>
        <Textarea
          value={draft.description}
          rows={2}
          resize="vertical"
          maxLength={serviceEndpointLengths.description * 2}
          onChange={(_, data) => set({ description: data.value })}
        />
      </FieldRow>
    </div>
  );
}

function authorizationProblem(refused: Readonly<Record<string, string>> | undefined) {
  const sentence = refused?.authorization ?? refused?.secret;
  return sentence === undefined ? null : { sentence };
}

function formatHint(format: MessageFormat): string {
  switch (format) {
    case 'json':
      return 'The smallest of the three, and readable everywhere.';
    case 'textXml':
      return 'Readable everywhere, several times the size of JSON.';
    case 'binaryXml':
      return 'For .NET programs that use the Dataverse SDK; others hardly read it.';
  }
}

function userHint(information: UserInformation): string {
  switch (information) {
    case 'none':
      return 'The properties of the message name no user.';
    case 'userId':
      return 'The properties of the message carry the id of the user.';
    case 'userInfo':
      return 'The properties of the message tell more about the user than the id.';
  }
}
