import { usePreference } from '../../app/core/preferences.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { type DialogProps, openDialog } from '../../app/dialogs/dialogs.ts';
import { openTab, ReopenTabs } from '../../app/tabs.ts';
import { ThemePreference } from '../../app/themePreference.ts';
import { useConnections } from '../../app/useConnections.ts';
import {
  Button,
  Checkbox,
  FieldRow,
  FormDialog,
  makeStyles,
  PropertyList,
  Radio,
  RadioGroup,
} from '../../kit/kit.ts';
import { showWalkthrough } from '../walkthrough/walkthroughState.ts';
import { AccountList } from './AccountList.tsx';
import { ConnectionList } from './ConnectionList.tsx';

const useStyles = makeStyles({
  title: { margin: '8px 0 4px', fontSize: '14px', lineHeight: '20px', fontWeight: 600 },
  buttons: { display: 'flex', gap: '8px', flexWrap: 'wrap' },
});

const themeLabels: Readonly<Record<ThemePreference, string>> = {
  system: 'As the system',
  light: 'Light',
  dark: 'Dark',
  highContrast: 'High contrast',
};
const platforms = { windows: 'Windows', macos: 'macOS', linux: 'Linux' } as const;

/** How it looks, which organisations it knows, what it is. Choices hold at once. */
export function SettingsDialog({ onClose }: DialogProps<'settings'>) {
  const styles = useStyles();
  const [theme, setTheme] = usePreference('theme', ThemePreference, 'system');
  const [reopen, setReopen] = usePreference('tabs.reopen', ReopenTabs, true);
  const connections = useConnections() ?? [];
  const sandbox = connections.find((connection) => connection.kind === 'sandbox');
  const { data: application } = useCoreQuery(
    'application.describe',
    {},
    { staleTime: Number.POSITIVE_INFINITY },
  );
  return (
    <FormDialog title="Settings" dirty={false} cancelLabel="Close" onClose={onClose}>
      <FieldRow label="Theme">
        <RadioGroup
          layout="horizontal"
          value={theme}
          onChange={(_, data) => setTheme(ThemePreference.parse(data.value))}
        >
          {ThemePreference.options.map((option) => (
            <Radio key={option} value={option} label={themeLabels[option]} />
          ))}
        </RadioGroup>
      </FieldRow>
      <section aria-labelledby="settings-organisations">
        <h3 id="settings-organisations" className={styles.title}>
          Organisations
        </h3>
        <ConnectionList connections={connections} />
        <Checkbox
          checked={reopen}
          onChange={(_, data) => setReopen(data.checked === true)}
          label="Open the same organisations again at the next start"
        />
        <div className={styles.buttons}>
          <Button size="small" onClick={() => openDialog({ kind: 'newConnection' })}>
            Connect to an organisation…
          </Button>
          {sandbox ? (
            <>
              <Button
                size="small"
                onClick={() => {
                  openTab(sandbox.id);
                  showWalkthrough(sandbox.id);
                  onClose();
                }}
              >
                Show the walk-through
              </Button>
              <Button
                size="small"
                onClick={() => openDialog({ kind: 'resetSandbox', connectionId: sandbox.id })}
              >
                Reset the sandbox…
              </Button>
            </>
          ) : null}
        </div>
      </section>
      <AccountList />
      {application ? (
        <section aria-labelledby="settings-about">
          <h3 id="settings-about" className={styles.title}>
            About
          </h3>
          <PropertyList
            columns={1}
            properties={[
              { name: application.name, value: application.version },
              {
                name: 'Runs',
                value: `${application.shell === 'electron' ? 'As a desktop app' : 'In the browser'} on ${platforms[application.platform]}`,
              },
              { name: 'Secrets', value: application.secretStore.sentence },
            ]}
          />
        </section>
      ) : null}
    </FormDialog>
  );
}
