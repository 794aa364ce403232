import { useState } from 'react';
import { type CertificateFacts, certificateFormatLabels } from '../../../shared/domain/certificate.ts';
import { noOnPremisesValues, OnPremisesValues } from '../../../shared/domain/guides/onPremisesGuide.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { usePreference } from '../../app/core/preferences.ts';
import { useCall } from '../../app/core/useCall.ts';
import { openPage } from '../../app/pages/pages.ts';
import { saveBinaryFile } from '../../bridge/saveBinaryFile.ts';
import { saveTextFile } from '../../bridge/saveTextFile.ts';
import {
  Button,
  CopyButton,
  FailureMessage,
  makeStyles,
  NoteBox,
  PropertyList,
  StatusBadge,
  tokens,
  useNotify,
} from '../../kit/kit.ts';
import { GuideName } from '../guides/guideName.ts';
import { usePluginFile } from '../pluginFiles/usePluginFile.ts';
import { CertificatePicker } from './CertificatePicker.tsx';
import { nameOf } from './nameOf.ts';
import { SignedFile } from './SignedFile.tsx';
import { useCertificateFile } from './useCertificateFile.ts';
import { ValidityBadge } from './ValidityBadge.tsx';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: '12px', maxWidth: '960px' },
  title: { margin: 0, fontSize: '16px', lineHeight: '22px', fontWeight: 600, overflowWrap: 'anywhere' },
  head: { display: 'flex', gap: '8px', alignItems: 'center', flexWrap: 'wrap' },
  chain: { listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: '20px' },
  certificate: {
    display: 'grid',
    gap: '8px',
    paddingTop: '12px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  actions: { display: 'flex', gap: '8px', flexWrap: 'wrap' },
});

/** A file of certificates, opened and read out; each can be converted and watched. */
export function OpenCertificate({ connectionId }: { readonly connectionId: ConnectionId }) {
  const styles = useStyles();
  const state = useCertificateFile();
  const { file } = state;
  const plugin = usePluginFile();
  const [shown, setShown] = useState<'certificates' | 'signed'>('certificates');
  const choose = async (chosen: File) => {
    const signed = /\.(dll|exe|nupkg)$/i.test(chosen.name);
    setShown(signed ? 'signed' : 'certificates');
    if (signed) plugin.openFile(chosen);
    else await state.choose(chosen);
  };
  return (
    <div className={styles.column}>
      <CertificatePicker
        label="Certificate file"
        state={{ ...state, choose }}
        signedFilesToo
        signedFile={shown === 'signed' ? plugin.opened?.fileName : undefined}
      />
      {shown === 'signed' ? (
        <SignedFile plugin={plugin} />
      ) : file ? (
        <>
          <div className={styles.head}>
            <StatusBadge tone="neutral">{certificateFormatLabels[file.format]}</StatusBadge>
            <span>
              {file.certificates.length === 1
                ? '1 certificate'
                : `${file.certificates.length} certificates, the one itself first`}
            </span>
          </div>
          {file.hasPrivateKey ? (
            <NoteBox tone="info">
              A private key is in this file. It was not read, and nothing that you save here holds it.
            </NoteBox>
          ) : null}
          {file.endsAtTrusted ? null : (
            <NoteBox tone="neutral">
              The chain does not end at an authority that this computer trusts. Others may trust it all the
              same.
            </NoteBox>
          )}
          <ol className={styles.chain} aria-label="Certificates">
            {file.certificates.map((facts) => (
              <li key={facts.thumbprintSha256} className={styles.certificate}>
                <Certificate connectionId={connectionId} facts={facts} />
              </li>
            ))}
          </ol>
        </>
      ) : null}
    </div>
  );
}

interface CertificateProps {
  readonly connectionId: ConnectionId;
  readonly facts: CertificateFacts;
}

function Certificate({ connectionId, facts }: CertificateProps) {
  const styles = useStyles();
  const name = nameOf(facts.subject);
  const key = `${facts.keyAlgorithm}${facts.keyBits === null ? '' : `, ${facts.keyBits} bits`}`;
  return (
    <>
      <div className={styles.head}>
        <h2 className={styles.title}>{name}</h2>
        <ValidityBadge of={facts} />
        {facts.authority ? <StatusBadge tone="neutral">Authority</StatusBadge> : null}
        {facts.selfSigned ? <StatusBadge tone="neutral">Signed by itself</StatusBadge> : null}
      </div>
      <PropertyList
        properties={[
          { name: 'Subject', value: facts.subject, mono: true, copy: facts.subject },
          { name: 'Issuer', value: facts.issuer, mono: true, copy: facts.issuer },
          { name: 'Valid from', value: new Date(facts.validFrom).toLocaleString() },
          { name: 'Valid until', value: new Date(facts.validTo).toLocaleString() },
          { name: 'Names', value: facts.names.join(', ') || '—' },
          { name: 'Uses', value: facts.uses.join(', ') || 'not limited' },
          { name: 'Key', value: key },
          { name: 'Signature', value: facts.signatureAlgorithm },
          { name: 'Serial number', value: facts.serialNumber, mono: true, copy: facts.serialNumber },
          { name: 'SHA-1', value: facts.thumbprintSha1, mono: true, copy: facts.thumbprintSha1 },
          { name: 'SHA-256', value: facts.thumbprintSha256, mono: true, copy: facts.thumbprintSha256 },
        ]}
      />
      <CertificateActions connectionId={connectionId} facts={facts} name={name} />
    </>
  );
}

function CertificateActions({ connectionId, facts, name }: CertificateProps & { readonly name: string }) {
  const styles = useStyles();
  const notify = useNotify();
  const [guide, setGuide] = usePreference('guides.onPremises', OnPremisesValues, noOnPremisesValues);
  const [, setGuideShown] = usePreference('guides.shown', GuideName, 'onPremises');
  const [watched, setWatched] = useState(false);
  const watch = useCall('certificate.watch');
  const fileName = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 80);
  const start = async () => {
    const { thumbprintSha1: thumbprint, subject, validFrom, validTo } = facts;
    const outcome = await watch.run({ certificate: { thumbprint, subject, validFrom, validTo, note: '' } });
    if (outcome.kind === 'failed') return;
    setWatched(true);
    notify({ tone: 'good', sentence: `You are told 30 days before “${name}” ends.` });
  };
  return (
    <>
      <div className={styles.actions}>
        <Button onClick={() => saveTextFile(`${fileName}.cer`, facts.pem)}>Save as Base64 (.cer)</Button>
        <Button onClick={() => saveBinaryFile(`${fileName}.der`, bodyOf(facts.pem))}>Save as DER</Button>
        <Button
          onClick={() => {
            setGuide({ ...guide, subject: facts.subject, thumbprint: facts.thumbprintSha1 });
            setGuideShown('onPremises');
            openPage(connectionId, { kind: 'guides' });
            notify({ tone: 'good', sentence: 'Subject and thumbprint are in the on-premises guide.' });
          }}
        >
          Use in the guide
        </Button>
        <CopyButton label="Copy Base64" what={`certificate ${name}`} text={facts.pem} />
        <Button disabledFocusable={watched || watch.running} onClick={() => void start()}>
          {watched ? 'Watched' : 'Watch its end'}
        </Button>
      </div>
      {watch.failure ? <FailureMessage failure={watch.failure} /> : null}
    </>
  );
}

/** The base64 between the lines of a PEM. */
function bodyOf(pem: string): string {
  return pem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
}
