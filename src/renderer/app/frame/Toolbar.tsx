import { Fragment, type RefObject } from 'react';
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
import { laterRegistrations, registerMenu, toolbarCommands, toolsMenu } from '../commands/commandMenus.ts';
import type { CommandId } from '../commands/commandRegistry.ts';
import { shortcutOf } from '../commands/shortcuts.ts';
import type { Commands } from '../commands/useCommands.ts';
import { closePage } from '../pages/pages.ts';

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
  return (
    <section className={styles.bar} aria-label="Commands">
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <MenuButton appearance="primary" icon={<AddIcon />}>
            Register
          </MenuButton>
        </MenuTrigger>
        <MenuPopover style={{ maxWidth: 'none' }}>
          <MenuList>
            <CommandItems groups={registerMenu} commands={commands} />
            {laterRegistrations.length > 0 ? <MenuDivider /> : null}
            {laterRegistrations.map(({ label, reason }) => (
              <ReasonedMenuItem key={label} label={label} disabledReason={reason} onClick={() => undefined} />
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
      {toolbarCommands.map((ids) => (
        <Fragment key={ids[0]}>
          {ids.map((id) => (
            <ToolbarButton key={id} id={id} commands={commands} />
          ))}
          <span className={styles.line} aria-hidden />
        </Fragment>
      ))}
      {toolsMenu.length > 0 ? (
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <MenuButton appearance="subtle">Tools</MenuButton>
          </MenuTrigger>
          <MenuPopover style={{ maxWidth: 'none' }}>
            <MenuList>
              <CommandItems groups={toolsMenu} commands={commands} />
            </MenuList>
          </MenuPopover>
        </Menu>
      ) : null}
      <search className={styles.search} onFocus={() => closePage(connection.id)}>
        <ExplorerSearch connectionId={connection.id} handle={search} onLeave={onToTree} />
      </search>
    </section>
  );
}

function ToolbarButton({ id, commands }: { readonly id: CommandId; readonly commands: Commands }) {
  const { label, disabledReason } = commands.state(id);
  return (
    <CommandButton
      label={label}
      disabledReason={disabledReason}
      shortcut={shortcutOf(id)}
      onClick={() => commands.run(id)}
    />
  );
}

interface CommandItemsProps {
  readonly groups: readonly (readonly CommandId[])[];
  readonly commands: Commands;
}

function CommandItems({ groups, commands }: CommandItemsProps) {
  return groups.map((ids, at) => (
    <Fragment key={ids[0]}>
      {at > 0 ? <MenuDivider /> : null}
      {ids.map((id) => {
        const { label, disabledReason } = commands.state(id);
        return (
          <ReasonedMenuItem
            key={id}
            label={label}
            shortcut={shortcutOf(id)}
            disabledReason={disabledReason}
            onClick={() => commands.run(id)}
          />
        );
      })}
    </Fragment>
  ));
}
