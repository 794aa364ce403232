import type { RefObject } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import { ExplorerSearch } from '../../features/search/ExplorerSearch.tsx';
import { AddIcon } from '../../kit/icons.ts';
import {
  CommandButton,
  Menu,
  MenuButton,
  MenuDivider,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  ReasonedMenuItem,
  type SearchFieldHandle,
  tokens,
} from '../../kit/kit.ts';
import { type CommandId, laterRegistrations } from '../commands/commandState.ts';
import { type ShortcutId, shortcutOf } from '../commands/shortcuts.ts';
import type { Commands } from '../commands/useCommands.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px',
    flexShrink: 0,
    minHeight: '44px',
    padding: '5px 8px',
    boxSizing: 'border-box',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  line: { width: '1px', height: '20px', margin: '0 4px', backgroundColor: tokens.colorNeutralStroke2 },
  search: { flex: '1 1 200px', display: 'flex', justifyContent: 'flex-end' },
});

interface ToolbarProps {
  readonly connection: Connection;
  readonly commands: Commands;
  readonly search: RefObject<SearchFieldHandle | null>;
  readonly onToTree: () => void;
}

/** One word a command; what does not apply stays in its place and says why. */
export function Toolbar({ connection, commands, search, onToTree }: ToolbarProps) {
  const styles = useStyles();
  const button = (id: CommandId & ShortcutId) => {
    const { label, disabledReason } = commands.state(id);
    return (
      <CommandButton
        label={label}
        disabledReason={disabledReason}
        shortcut={shortcutOf(id)}
        onClick={() => commands.run(id)}
      />
    );
  };
  return (
    <section className={styles.bar} aria-label="Commands">
      <RegisterMenu commands={commands} />
      {button('edit')}
      {button('setState')}
      {button('testRun')}
      {button('check')}
      <span className={styles.line} aria-hidden />
      {button('unregister')}
      <span className={styles.line} aria-hidden />
      {button('refresh')}
      <search className={styles.search}>
        <ExplorerSearch connectionId={connection.id} handle={search} onLeave={onToTree} />
      </search>
    </section>
  );
}

function RegisterMenu({ commands }: { readonly commands: Commands }) {
  const item = (id: CommandId & ShortcutId) => {
    const { label, disabledReason } = commands.state(id);
    return (
      <ReasonedMenuItem
        label={label}
        shortcut={shortcutOf(id)}
        disabledReason={disabledReason}
        onClick={() => commands.run(id)}
      />
    );
  };
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton appearance="primary" icon={<AddIcon />}>
          Register
        </MenuButton>
      </MenuTrigger>
      <MenuPopover style={{ maxWidth: 'none' }}>
        <MenuList>
          {item('registerEndpoint')}
          {item('registerStep')}
          <MenuDivider />
          {laterRegistrations.map(({ label, reason }) => (
            <ReasonedMenuItem key={label} label={label} disabledReason={reason} onClick={() => undefined} />
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
