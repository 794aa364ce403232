import { DataverseFault } from '../dataverseFault.ts';
import { loadPackage } from '../plugins/loadContent.ts';
import { type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import { expandPackage } from './expandPackage.ts';
import type { TableRules } from './tableRules.ts';

/** Plug-in packages: NuGet packages whose assemblies and types get their rows from the platform. */
export const pluginPackageRules: TableRules = {
  derive(row, before, changes) {
    const content = textIn(changes, 'content') ?? '';
    if (before !== undefined || content === '' || row.version !== undefined) return {};
    return { version: loadPackage(content).version };
  },

  check(row, before, changes, { store }) {
    if (before === undefined) {
      checkPrefix(row, store);
      checkUniqueName(row, store);
    } else checkFixed(row, before);
    if (before === undefined || 'content' in changes) {
      const content = textIn(changes, 'content') ?? '';
      if (content === '') throw refused('The plug-in package has no content.');
      loadPackage(content);
    }
  },

  async follow(row, _before, changes, { store }, writer) {
    if ('content' in changes)
      await expandPackage(row, loadPackage(textIn(row, 'content') ?? ''), store, writer);
  },
};

/** Packages are handled by a plug-in of the platform's own: its refusals come with the code of a plug-in's. */
function refused(message: string): DataverseFault {
  return new DataverseFault(400, '0x80040265', message);
}

function checkPrefix(row: Row, store: RowStore): void {
  const name = textIn(row, 'name')?.toLowerCase() ?? '';
  for (const publisher of store.rows('publisher')) {
    const prefix = textIn(publisher, 'customizationprefix')?.toLowerCase();
    if (prefix !== undefined && prefix !== '' && name.startsWith(`${prefix}_`)) return;
  }
  throw refused(
    'The nuget file name does not contain a solution prefix, such as the publisher’s followed by _.',
  );
}

function checkUniqueName(row: Row, store: RowStore): void {
  const name = textIn(row, 'uniquename')?.toLowerCase();
  for (const other of store.rows('pluginpackage'))
    if (other.pluginpackageid !== row.pluginpackageid && textIn(other, 'uniquename')?.toLowerCase() === name)
      throw new DataverseFault(412, '0x80040237', 'Cannot insert duplicate key.');
}

function checkFixed(row: Row, before: Row): void {
  if (row.version !== before.version)
    throw refused(
      `PluginPackage version cannot be updated. Exiting Package Version ${before.version}, New Package Version ` +
        `${row.version}`,
    );
  // Documented together with the version; the sentence is ours.
  if (row.name !== before.name)
    throw refused(`PluginPackage name cannot be updated. Name ${before.name}, New Name ${row.name}`);
}
