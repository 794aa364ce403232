import { z } from 'zod';
import { usePreference } from '../../app/core/preferences.ts';
import type { PageProps } from '../../app/pages/pageRegistry.ts';
import { makeStyles, Tab, TabList } from '../../kit/kit.ts';
import { MakeToken } from './MakeToken.tsx';
import { ReadSecret } from './ReadSecret.tsx';
import { TryRights } from './TryRights.tsx';

const useStyles = makeStyles({
  tabs: { margin: '0 -12px 8px' },
  panel: { maxWidth: '720px' },
});

const tools = { read: 'Read', make: 'Make a token', rights: 'Try rights' } as const;
const Tool = z.enum(['read', 'make', 'rights']);

/** Shared access signatures, apart from any endpoint: read, made, tried. */
export function SasToolsPage({ connection }: PageProps<'sasTools'>) {
  const styles = useStyles();
  const [shown, setShown] = usePreference('sasTools.shown', Tool, 'read');
  return (
    <>
      <TabList
        className={styles.tabs}
        selectedValue={shown}
        onTabSelect={(_event, { value }) => setShown(Tool.parse(value))}
        aria-label="SAS tools"
      >
        {Tool.options.map((tool) => (
          <Tab key={tool} value={tool}>
            {tools[tool]}
          </Tab>
        ))}
      </TabList>
      <div role="tabpanel" aria-label={tools[shown]} className={styles.panel}>
        {shown === 'read' ? (
          <ReadSecret />
        ) : shown === 'make' ? (
          <MakeToken connectionId={connection.id} />
        ) : (
          <TryRights />
        )}
      </div>
    </>
  );
}
