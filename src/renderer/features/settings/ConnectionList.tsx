import type { Connection } from '../../../shared/contract/calls/connections.ts';
import { openDialog } from '../../app/dialogs/dialogs.ts';
import { MoreIcon } from '../../kit/icons.ts';
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
  StatusBadge,
  tokens,
} from '../../kit/kit.ts';
import { useCopyConnectionString } from '../connections/useCopyConnectionString.ts';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: { display: 'flex', alignItems: 'center', gap: '8px', minHeight: '32px' },
  name: {
    flexShrink: 0,
    maxWidth: '50%',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  address: {
    flex: 1,
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '12px',
    color: tokens.colorNeutralForeground3,
  },
});

/** Every organisation that this computer knows, and what can be done with its connection. */
export function ConnectionList({ connections }: { readonly connections: readonly Connection[] }) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {connections.map((connection) => (
        <li key={connection.id} className={styles.item}>
          <ColorDot color={connection.color} />
          <span className={styles.name} title={connection.name}>
            {connection.name}
          </span>
          <span className={styles.address}>{connection.webApi}</span>
          {connection.production ? <StatusBadge tone="bad">Production</StatusBadge> : null}
          {connection.readOnly ? <StatusBadge tone="warning">Read-only</StatusBadge> : null}
          {connection.kind === 'sandbox' ? null : <ConnectionMenu connection={connection} />}
        </li>
      ))}
    </ul>
  );
}

function ConnectionMenu({ connection: { id, name } }: { readonly connection: Connection }) {
  const copyString = useCopyConnectionString();
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="subtle" size="small" icon={<MoreIcon />} aria-label={`Connection ${name}`} />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem onClick={() => openDialog({ kind: 'editConnection', connectionId: id })}>Edit…</MenuItem>
          <MenuItem onClick={() => openDialog({ kind: 'connectionSignIn', connectionId: id })}>
            Sign-in details…
          </MenuItem>
          <MenuItem onClick={() => void copyString(id)}>Copy connection string</MenuItem>
          <MenuDivider />
          <MenuItem onClick={() => openDialog({ kind: 'removeConnection', connectionId: id })}>
            Forget…
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
