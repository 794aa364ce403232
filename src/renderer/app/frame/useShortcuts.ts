import { useEffect, useRef } from 'react';
import { isTextKey, type ShortcutId, shortcutFor } from '../commands/shortcuts.ts';
import type { Commands } from '../commands/useCommands.ts';
import { openDialog, useDialogStack } from '../dialogs/dialogs.ts';
import type { TreeView } from '../registrations/treeView.ts';
import { closeActiveTab, stepTab } from '../tabs.ts';

interface ShortcutTargets {
  readonly commands: Commands;
  readonly search: () => void;
  readonly tree: () => void;
  readonly lowerPanel: () => void;
  readonly filter: () => void;
  readonly orderBy: (view: TreeView) => void;
}

const views = {
  viewAssembly: 'assembly',
  viewTable: 'table',
  viewMessage: 'message',
  viewPackage: 'package',
  viewSolution: 'solution',
} as const;

function isViewKey(id: ShortcutId): id is keyof typeof views {
  return id in views;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)
  );
}

/** Keys of the workspace. Silent while a dialog is open. */
export function useShortcuts(targets: ShortcutTargets): void {
  const latest = useRef(targets);
  latest.current = targets;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const shortcut = shortcutFor(event);
      if (!shortcut || event.defaultPrevented) return;
      if (useDialogStack.getState().open.length > 0) {
        // F5 would throw away what is typed in the dialog.
        if (shortcut.id === 'refresh') event.preventDefault();
        return;
      }
      if (isTextKey(shortcut) && isTyping(event.target)) return;
      event.preventDefault();
      const { commands, search, tree, lowerPanel, filter, orderBy } = latest.current;
      if (shortcut.id === 'search') search();
      else if (shortcut.id === 'tree') tree();
      else if (shortcut.id === 'lowerPanel') lowerPanel();
      else if (shortcut.id === 'filter') filter();
      else if (isViewKey(shortcut.id)) orderBy(views[shortcut.id]);
      else if (shortcut.id === 'nextTab') stepTab(1);
      else if (shortcut.id === 'previousTab') stepTab(-1);
      else if (shortcut.id === 'closeTab') closeActiveTab();
      else if (shortcut.id === 'settings' || shortcut.id === 'shortcuts') openDialog({ kind: shortcut.id });
      else commands.run(shortcut.id);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
