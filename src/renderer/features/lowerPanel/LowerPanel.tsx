import { z } from 'zod';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import { usePreference } from '../../app/core/preferences.ts';
import { ErrorBoundary } from '../../app/ErrorBoundary.tsx';
import { ChevronDownIcon, ChevronUpIcon } from '../../kit/icons.ts';
import { Button, makeStyles, Tab, TabList, tokens } from '../../kit/kit.ts';
import { lowerPanelTabs } from './lowerPanelTabs.ts';

const useStyles = makeStyles({
  panel: { display: 'flex', flexDirection: 'column', height: '100%', minHeight: 0 },
  folded: { height: 'auto', borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  bar: {
    display: 'flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: '4px',
    minHeight: '38px',
    flexShrink: 0,
    paddingInlineEnd: '8px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  title: { display: 'inline-flex', alignItems: 'center', gap: '6px' },
  actions: { marginInlineStart: 'auto', display: 'flex', alignItems: 'center', gap: '4px', flexWrap: 'wrap' },
  content: { flex: 1, minHeight: 0, position: 'relative', overflow: 'hidden' },
});

const TabName = z.string();

interface LowerPanelFrameProps {
  readonly connection: Connection;
  readonly node: RegistrationNode | null;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** The place below: what happens. Folds away. */
export function LowerPanel({ connection, node, open, onOpenChange }: LowerPanelFrameProps) {
  const styles = useStyles();
  const [remembered, setTab] = usePreference('layout.lowerPanelTab', TabName, 'messages');
  const tab = lowerPanelTabs.find(({ id }) => id === remembered) ?? lowerPanelTabs[0];
  if (!tab) return null;
  const Content = tab.component;
  const Actions = tab.actions;
  return (
    <section aria-label="What happens" className={open ? styles.panel : styles.folded}>
      <div className={styles.bar}>
        <TabList
          size="medium"
          selectedValue={open ? tab.id : null}
          onTabSelect={(_, data) => {
            setTab(String(data.value));
            if (!open) onOpenChange(true);
          }}
        >
          {lowerPanelTabs.map(({ id, title, badge: Badge }) => (
            <Tab
              key={id}
              value={id}
              id={`lower-tab-${id}`}
              aria-controls={open ? `lower-panel-${id}` : undefined}
            >
              <span className={styles.title}>
                {title}
                {Badge ? <Badge connection={connection} node={node} /> : null}
              </span>
            </Tab>
          ))}
        </TabList>
        <div className={styles.actions}>
          {open && Actions ? <Actions connection={connection} node={node} /> : null}
          <Button
            appearance="subtle"
            size="small"
            icon={open ? <ChevronDownIcon /> : <ChevronUpIcon />}
            aria-expanded={open}
            onClick={() => onOpenChange(!open)}
          >
            {open ? 'Fold' : 'Unfold'}
          </Button>
        </div>
      </div>
      {open ? (
        <div
          key={`${connection.id} ${tab.id}`}
          role="tabpanel"
          id={`lower-panel-${tab.id}`}
          aria-labelledby={`lower-tab-${tab.id}`}
          className={styles.content}
        >
          <ErrorBoundary>
            <Content connection={connection} node={node} />
          </ErrorBoundary>
        </div>
      ) : null}
    </section>
  );
}
