import { type ReactNode, useState } from 'react';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import type { Commands } from '../../app/commands/useCommands.ts';
import { nodeKey, referenceTo } from '../../app/registrations/nodeKey.ts';
import { selectWithin, useView } from '../../app/registrations/view.ts';
import {
  ContextMenu,
  CountBadge,
  DataTable,
  makeStyles,
  noRows,
  type RowSelection,
  type TableColumn,
  tokens,
} from '../../kit/kit.ts';
import { contextMenuItems } from './contextMenuItems.ts';

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', gap: '8px', margin: '16px 0 4px' },
  title: { margin: 0, fontSize: '14px', lineHeight: '20px', fontWeight: 600 },
  selected: { fontSize: '12px', color: tokens.colorNeutralForeground3 },
  none: { margin: 0, color: tokens.colorNeutralForeground3 },
  tall: { height: '480px' },
});

/** Above this many rows a table scrolls by itself instead of growing. */
const grownRows = 200;

interface NodeTableProps<Row extends RegistrationNode> {
  readonly connectionId: ConnectionId;
  readonly commands: Commands;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly columns: readonly TableColumn<Row>[];
  /** Enter or a double click. */
  readonly onGo: (row: Row) => void;
  /** By name, unless it says otherwise; null keeps the order of the rows. */
  readonly sort?: { readonly key: string; readonly descending: boolean } | null;
  readonly none?: string;
  /** Below the sentence that there are none. */
  readonly action?: ReactNode;
}

/** Registrations as a table of the details. The commands work on what is selected in it. */
export function NodeTable<Row extends RegistrationNode>(props: NodeTableProps<Row>) {
  const { connectionId, commands, title, rows, columns, onGo, none, action } = props;
  const { sort = { key: 'name', descending: false } } = props;
  const styles = useStyles();
  const { within } = useView(connectionId);
  const [chosen, setChosen] = useState<RowSelection>(noRows);
  const [menu, setMenu] = useState<{ readonly x: number; readonly y: number } | null>(null);
  // When the tree has taken the commands back, nothing is selected here any more.
  const selection = within.length > 0 ? chosen : { ...chosen, keys: noRows.keys };
  const select = (next: RowSelection) => {
    setChosen(next);
    selectWithin(connectionId, rows.filter((row) => next.keys.has(nodeKey(row))).map(referenceTo));
  };
  return (
    <section aria-label={title}>
      <div className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <CountBadge count={rows.length} />
        {selection.keys.size > 1 ? (
          <span className={styles.selected}>
            {selection.keys.size.toLocaleString()} selected: the commands work on them
          </span>
        ) : null}
      </div>
      {rows.length === 0 ? (
        <>
          <p className={styles.none}>{none}</p>
          {action}
        </>
      ) : (
        <div className={rows.length > grownRows ? styles.tall : undefined}>
          <DataTable
            label={title}
            grow={rows.length <= grownRows}
            columns={columns}
            rows={rows}
            rowKey={nodeKey}
            selection={selection}
            onSelectionChange={select}
            onActivate={onGo}
            onContextMenu={(_row, at) => setMenu(at)}
            defaultSort={sort ?? undefined}
          />
        </div>
      )}
      {menu ? (
        <ContextMenu at={menu} items={contextMenuItems(commands)} onClose={() => setMenu(null)} />
      ) : null}
    </section>
  );
}
