import { type KeyboardEvent, useEffect, useRef } from 'react';
import { showWalkthrough } from '../../features/walkthrough/walkthroughState.ts';
import { AddIcon, DismissSmallIcon, HelpIcon, LockIcon, SettingsIcon } from '../../kit/icons.ts';
import {
  Button,
  ColorDot,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  mergeClasses,
  Tooltip,
  tokens,
  VisuallyHidden,
} from '../../kit/kit.ts';
import { openDialog } from '../dialogs/dialogs.ts';
import { closePage } from '../pages/pages.ts';
import { selectNothing } from '../registrations/view.ts';
import { closeTab, openTab, stepTab, useTabs } from '../tabs.ts';
import { useConnections } from '../useConnections.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    alignItems: 'flex-end',
    height: '40px',
    padding: '6px 8px 0',
    boxSizing: 'border-box',
    backgroundColor: tokens.colorNeutralBackground4,
  },
  nav: { minWidth: 0 },
  tabs: {
    display: 'flex',
    minWidth: 0,
    margin: 0,
    padding: 0,
    listStyle: 'none',
    overflowX: 'auto',
    scrollbarWidth: 'none',
  },
  tab: {
    display: 'flex',
    alignItems: 'center',
    height: '34px',
    flexShrink: 0,
    borderRadius: '6px 6px 0 0',
    ':hover': { backgroundColor: tokens.colorNeutralBackground3 },
  },
  current: {
    backgroundColor: tokens.colorNeutralBackground1,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1 },
    '@media (forced-colors: active)': { boxShadow: 'inset 0 -3px 0 Highlight' },
  },
  name: {
    display: 'flex',
    alignItems: 'center',
    gap: '10px',
    height: '100%',
    padding: '0 4px 0 12px',
    border: 'none',
    borderRadius: '6px 6px 0 0',
    background: 'none',
    font: 'inherit',
    color: tokens.colorNeutralForeground2,
    cursor: 'pointer',
    whiteSpace: 'nowrap',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  currentName: { fontWeight: 600, color: tokens.colorNeutralForeground1 },
  lock: { flexShrink: 0, color: tokens.colorNeutralForeground3 },
  close: { minWidth: '24px', width: '24px', height: '24px', padding: 0, marginInlineEnd: '6px' },
  add: { minWidth: '32px', height: '32px', marginBottom: '2px', marginInlineStart: '4px' },
  end: { marginInlineStart: 'auto', flexShrink: 0, display: 'flex', gap: '2px', paddingBottom: '2px' },
});

/** The open organisations. */
export function TabBar() {
  const styles = useStyles();
  const { open, active, steps } = useTabs();
  const front = useRef<HTMLButtonElement>(null);
  const lastStep = useRef(steps);
  useEffect(() => {
    if (steps === lastStep.current) return;
    lastStep.current = steps;
    front.current?.focus();
  }, [steps]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    event.preventDefault();
    stepTab(event.key === 'ArrowRight' ? 1 : -1);
  };
  const connections = useConnections() ?? [];
  const shown = (open ?? []).flatMap((id) => connections.find((connection) => connection.id === id) ?? []);
  const closed = connections.filter((connection) => !open?.includes(connection.id));
  const sandbox = connections.find((connection) => connection.kind === 'sandbox');
  return (
    <div className={styles.bar}>
      <nav aria-label="Organisations" className={styles.nav}>
        <ul className={styles.tabs} onKeyDown={onKeyDown}>
          {shown.map((connection) => {
            const current = connection.id === active;
            return (
              <li key={connection.id} className={mergeClasses(styles.tab, current && styles.current)}>
                <button
                  ref={current ? front : undefined}
                  type="button"
                  className={mergeClasses(styles.name, current && styles.currentName)}
                  aria-current={current ? 'page' : undefined}
                  title={current ? `Show ${connection.name} itself` : undefined}
                  onClick={() => {
                    // What is in front already: back from a node to the organisation as a whole.
                    if (current) {
                      closePage(connection.id);
                      selectNothing(connection.id);
                    } else openTab(connection.id);
                  }}
                >
                  <ColorDot color={connection.color} />
                  {connection.name}
                  {connection.readOnly ? <LockIcon className={styles.lock} aria-hidden /> : null}
                  <VisuallyHidden>
                    {`${connection.production ? ', production' : ''}${connection.readOnly ? ', read-only' : ''}`}
                  </VisuallyHidden>
                </button>
                <Tooltip content={`Close ${connection.name}`} relationship="label" positioning="below">
                  <Button
                    appearance="subtle"
                    size="small"
                    className={styles.close}
                    icon={<DismissSmallIcon />}
                    onClick={() => closeTab(connection.id)}
                  />
                </Tooltip>
              </li>
            );
          })}
        </ul>
      </nav>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Tooltip content="Open an organisation" relationship="label" positioning="below">
            <Button appearance="subtle" className={styles.add} icon={<AddIcon />} />
          </Tooltip>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {closed.map((connection) => (
              <MenuItem
                key={connection.id}
                icon={<ColorDot color={connection.color} />}
                onClick={() => openTab(connection.id)}
              >
                {connection.name}
              </MenuItem>
            ))}
            {closed.length > 0 ? <MenuDivider /> : null}
            <MenuItem onClick={() => openDialog({ kind: 'newConnection' })}>
              Connect to an organisation…
            </MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      <div className={styles.end}>
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button appearance="subtle" size="small" icon={<HelpIcon />}>
              Help
            </Button>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem
                disabled={!sandbox}
                onClick={() => {
                  if (!sandbox) return;
                  openTab(sandbox.id);
                  showWalkthrough(sandbox.id);
                }}
              >
                Walk-through of the sandbox
              </MenuItem>
              <MenuItem onClick={() => openDialog({ kind: 'shortcuts' })}>Keyboard shortcuts</MenuItem>
              <MenuItem onClick={() => openDialog({ kind: 'settings' })}>About Registrar</MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
        <Button
          appearance="subtle"
          size="small"
          icon={<SettingsIcon />}
          onClick={() => openDialog({ kind: 'settings' })}
        >
          Settings
        </Button>
      </div>
    </div>
  );
}
