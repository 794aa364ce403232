import { shortcutOf } from '../../app/commands/shortcuts.ts';
import type { TreeView } from '../../app/registrations/treeView.ts';

const words: Readonly<Record<TreeView, string>> = {
  assembly: 'Assembly',
  table: 'Table',
  message: 'Message',
  package: 'Package',
  solution: 'Solution',
};

const shortcutsOfViews = {
  assembly: 'viewAssembly',
  table: 'viewTable',
  message: 'viewMessage',
  package: 'viewPackage',
  solution: 'viewSolution',
} as const;

/** The views as they stand above the tree. */
export const viewSegments = (Object.keys(words) as TreeView[]).map((value) => ({
  value,
  label: words[value],
  title: `Order by ${words[value].toLowerCase()} (${shortcutOf(shortcutsOfViews[value])})`,
}));
