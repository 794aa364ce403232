import { usePreference } from '../../app/core/preferences.ts';
import type { PageProps } from '../../app/pages/pageRegistry.ts';
import { makeStyles, Tab, TabList } from '../../kit/kit.ts';
import { CompareCertificates } from './CompareCertificates.tsx';
import { CertificatePart } from './certificatePart.ts';
import { OpenCertificate } from './OpenCertificate.tsx';
import { WatchedCertificates } from './WatchedCertificates.tsx';

const useStyles = makeStyles({ tabs: { margin: '0 -12px 8px' } });

const parts = { open: 'Open', compare: 'Compare', watched: 'Watched' } as const;

/** Certificates: opened, compared, watched. */
export function CertificatesPage({ connection }: PageProps<'certificates'>) {
  const styles = useStyles();
  const [shown, setShown] = usePreference('certificates.shown', CertificatePart, 'open');
  return (
    <>
      <TabList
        className={styles.tabs}
        selectedValue={shown}
        onTabSelect={(_event, { value }) => setShown(CertificatePart.parse(value))}
        aria-label="Certificates"
      >
        {CertificatePart.options.map((part) => (
          <Tab key={part} value={part}>
            {parts[part]}
          </Tab>
        ))}
      </TabList>
      <div role="tabpanel" aria-label={parts[shown]}>
        {shown === 'open' ? (
          <OpenCertificate connectionId={connection.id} />
        ) : shown === 'compare' ? (
          <CompareCertificates />
        ) : (
          <WatchedCertificates />
        )}
      </div>
    </>
  );
}
