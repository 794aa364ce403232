import { useState } from 'react';
import { certificateRolloverGuide } from '../../../shared/domain/guides/certificateRolloverGuide.ts';
import {
  noOnPremisesValues,
  OnPremisesValues,
  onPremisesGuide,
} from '../../../shared/domain/guides/onPremisesGuide.ts';
import { usePreference } from '../../app/core/preferences.ts';
import type { PageProps } from '../../app/pages/pageRegistry.ts';
import { Checkbox, FieldRow, Input, makeStyles, Select, Tab, TabList } from '../../kit/kit.ts';
import { GuideView } from './GuideView.tsx';
import { GuideName } from './guideName.ts';

const useStyles = makeStyles({
  tabs: { margin: '0 -12px 8px' },
  values: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(280px, 1fr))',
    gap: '8px 16px',
    maxWidth: '960px',
    margin: '8px 0 16px',
  },
});

/** Guides with the reader's own names filled in. */
export function GuidesPage(_props: PageProps<'guides'>) {
  const styles = useStyles();
  const [shown, setShown] = usePreference('guides.shown', GuideName, 'onPremises');
  return (
    <>
      <TabList
        className={styles.tabs}
        selectedValue={shown}
        onTabSelect={(_event, { value }) => setShown(GuideName.parse(value))}
        aria-label="Guides"
      >
        <Tab value="onPremises">On-premises server</Tab>
        <Tab value="rollover">Certificate renewal in ACS</Tab>
      </TabList>
      <div
        role="tabpanel"
        aria-label={shown === 'onPremises' ? 'On-premises server' : 'Certificate renewal in ACS'}
      >
        {shown === 'onPremises' ? <OnPremises /> : <Rollover />}
      </div>
    </>
  );
}

const fields = [
  ['subject', 'Subject of the certificate', 'CN=crm.contoso.com'],
  ['thumbprint', 'Thumbprint (SHA-1)', '40 hexadecimal digits'],
  ['issuerName', 'Issuer name', 'crm.contoso.com'],
  ['privateCertificate', 'File with the key (.pfx)', 'C:\\certificates\\azure-issuer.pfx'],
  ['publicCertificate', 'File of the public part (.cer)', 'C:\\certificates\\azure-issuer.cer'],
  ['serviceAccount', 'Account of the asynchronous service', 'CONTOSO\\CrmAsync'],
] as const;

function OnPremises() {
  const styles = useStyles();
  const [values, setValues] = usePreference('guides.onPremises', OnPremisesValues, noOnPremisesValues);
  return (
    <GuideView guide={onPremisesGuide(values)}>
      <div className={styles.values}>
        {fields.map(([name, label, placeholder]) => (
          <FieldRow key={name} label={label}>
            <Input
              value={values[name]}
              placeholder={placeholder}
              spellCheck={false}
              onChange={(_event, data) => setValues({ ...values, [name]: data.value })}
            />
          </FieldRow>
        ))}
      </div>
    </GuideView>
  );
}

function Rollover() {
  const styles = useStyles();
  const [namespace, setNamespace] = useState('');
  const [government, setGovernment] = useState(true);
  const [federated, setFederated] = useState(false);
  const cloud = government ? 'usGovernment' : 'public';
  return (
    <GuideView guide={certificateRolloverGuide({ namespace, cloud, federated })}>
      <div className={styles.values}>
        <FieldRow label="Service Bus namespace">
          <Input
            value={namespace}
            placeholder="contoso"
            spellCheck={false}
            onChange={(_event, data) => setNamespace(data.value)}
          />
        </FieldRow>
        <FieldRow label="Cloud">
          <Select value={cloud} onChange={(_event, data) => setGovernment(data.value === 'usGovernment')}>
            <option value="usGovernment">US government</option>
            <option value="public">Public</option>
          </Select>
        </FieldRow>
        <Checkbox
          label="Connection mode Federated"
          checked={federated}
          onChange={(_event, data) => setFederated(data.checked === true)}
        />
      </div>
    </GuideView>
  );
}
