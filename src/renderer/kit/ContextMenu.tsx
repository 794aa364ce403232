import { Menu, MenuDivider, MenuItem, MenuList, MenuPopover, Tooltip } from '@fluentui/react-components';
import { Fragment, useMemo } from 'react';
import { useReturnFocus } from './returnFocus.ts';

export interface ContextMenuItem {
  readonly key: string;
  readonly label: string;
  readonly shortcut?: string;
  readonly disabledReason?: string | null;
  /** Draws a line above it. */
  readonly startsGroup?: boolean;
  readonly onClick: () => void;
}

interface ContextMenuProps {
  readonly at: { readonly x: number; readonly y: number };
  readonly items: readonly ContextMenuItem[];
  readonly onClose: () => void;
}

/** A menu at a point of the page. What does not apply is there, disabled, with its reason. */
export function ContextMenu({ at, items, onClose }: ContextMenuProps) {
  useReturnFocus();
  const { x, y } = at;
  const target = useMemo(() => ({ getBoundingClientRect: () => new DOMRect(x, y, 0, 0) }), [x, y]);
  return (
    <Menu
      open
      onOpenChange={(_, data) => !data.open && onClose()}
      // In a low window it scrolls.
      positioning={{ target, position: 'below', align: 'start', autoSize: 'height' }}
    >
      <MenuPopover>
        <MenuList>
          {items.map((item) => (
            <Fragment key={item.key}>
              {item.startsGroup ? <MenuDivider /> : null}
              <ReasonedMenuItem {...item} />
            </Fragment>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

type ReasonedMenuItemProps = Omit<ContextMenuItem, 'key' | 'startsGroup'>;

/** A menu's item that says why it cannot be chosen. */
export function ReasonedMenuItem({ label, shortcut, disabledReason, onClick }: ReasonedMenuItemProps) {
  const item = (
    <MenuItem secondaryContent={shortcut} disabled={Boolean(disabledReason)} onClick={onClick}>
      {label}
    </MenuItem>
  );
  return disabledReason ? (
    <Tooltip content={disabledReason} relationship="description" positioning="after">
      {item}
    </Tooltip>
  ) : (
    item
  );
}
