import { useState } from 'react';
import type { PageProps } from '../../app/pages/pageRegistry.ts';
import { makeStyles, SkeletonRows, Tab, TabList } from '../../kit/kit.ts';
import { KeyRotations } from './KeyRotations.tsx';
import { KeyTable } from './KeyTable.tsx';
import { RekeyMany } from './RekeyMany.tsx';
import { SettingsFile } from './SettingsFile.tsx';

const useStyles = makeStyles({
  page: { height: '100%', display: 'flex', flexDirection: 'column' },
  tabs: { margin: '0 -12px 8px', flexShrink: 0 },
  panel: { flex: 1, minHeight: 0 },
});

const parts = {
  table: 'All keys',
  many: 'Re-key many',
  settings: 'Settings file',
  rotation: 'Rotation',
} as const;
type Part = keyof typeof parts;
const order = Object.keys(parts) as Part[];

/** How the endpoints and webhooks of the organisation stand with their secrets, and what brings them back. */
export function KeysPage({ connection, registrations }: PageProps<'keys'>) {
  const styles = useStyles();
  const [shown, setShown] = useState<Part>('table');
  const { index } = registrations;
  if (!index) return <SkeletonRows count={8} label="Loading the endpoints" />;
  return (
    <div className={styles.page}>
      <TabList
        className={styles.tabs}
        selectedValue={shown}
        onTabSelect={(_event, { value }) => setShown(value as Part)}
        aria-label="Keys"
      >
        {order.map((part) => (
          <Tab key={part} value={part}>
            {parts[part]}
          </Tab>
        ))}
      </TabList>
      <div role="tabpanel" aria-label={parts[shown]} className={styles.panel}>
        {shown === 'table' ? (
          <KeyTable connection={connection} index={index} onRekey={() => setShown('many')} />
        ) : shown === 'many' ? (
          <RekeyMany connection={connection} />
        ) : shown === 'settings' ? (
          <SettingsFile connection={connection} />
        ) : (
          <KeyRotations connection={connection} endpoints={index.registrations.endpoints} />
        )}
      </div>
    </div>
  );
}
