import { DataverseFault } from '../dataverseFault.ts';
import { assemblyOf, identityForTypes } from '../plugins/assemblyIdentity.ts';
import { loadAssembly, loadPackage, unableToLoadAssembly } from '../plugins/loadContent.ts';
import type { ClassesOfAssembly } from '../plugins/pluginClasses.ts';
import { lookupIn, type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import type { TableRules } from './tableRules.ts';

/** Classes of assemblies: plug-ins and workflow activities. */
export const pluginTypeRules: TableRules = {
  derive(row, before, changes, { store, asPlatform }) {
    if (asPlatform || !concernsClass(before, changes)) return {};
    const assembly = assemblyOf(row, store);
    if (assembly === undefined) return {};
    const { name, version, major, minor, culture, publickeytoken } = assembly;
    return {
      ...identityForTypes({ name, version, major, minor, culture, publickeytoken }),
      isworkflowactivity: classesOf(assembly, store).get(textIn(row, 'typename') ?? '') === 'activity',
    };
  },

  check(row, before, changes, { store }) {
    if (!concernsClass(before, changes)) return;
    const assembly = assemblyOf(row, store);
    if (assembly === undefined)
      throw new DataverseFault(400, '0x80040200', "Required field 'pluginassemblyid' is missing.");
    checkUniqueType(row, store);
    checkClass(textIn(row, 'typename') ?? '', classesOf(assembly, store));
  },

  /** Types of a package come and go with it. That they do not go alone is not documented, but they would come back. */
  checkDelete(row, { store, goesAlong }) {
    if (goesAlong || lookupIn(assemblyOf(row, store) ?? {}, 'packageid') === undefined) return;
    throw new DataverseFault(
      400,
      '0x80040265',
      'Unable to delete plug-in type as its assembly is part of plugin package.',
    );
  },
};

function concernsClass(before: Row | undefined, changes: Row): boolean {
  return before === undefined || 'typename' in changes || 'pluginassemblyid' in changes;
}

function classesOf(assembly: Row, store: RowStore): ClassesOfAssembly {
  const content = textIn(assembly, 'content') ?? '';
  if (content !== '') return loadAssembly(content).classes;
  const reference = lookupIn(assembly, 'packageid');
  const packed = reference === undefined ? undefined : store.get('pluginpackage', reference.id);
  const bytes = textIn(packed ?? {}, 'content') ?? '';
  const found =
    bytes === ''
      ? undefined
      : loadPackage(bytes).assemblies.find(({ content: { name } }) => name === assembly.name);
  if (found === undefined) throw unableToLoadAssembly('It has no content.');
  return found.classes;
}

function checkUniqueType(row: Row, store: RowStore): void {
  const assembly = lookupIn(row, 'pluginassemblyid')?.id ?? '';
  const typename = textIn(row, 'typename');
  for (const other of store.referring('plugintype', 'pluginassemblyid', assembly))
    if (other.plugintypeid !== row.plugintypeid && textIn(other, 'typename') === typename)
      throw new DataverseFault(
        400,
        '0x8004417c',
        `The plug-in type '${typename}' is registered already: type names must be unique within their assembly.`,
      );
}

/**
 * Sources disagree on what Dataverse answers when the class is not in the assembly: 0x80044190 or 0x8004418b. The first
 * says what is wrong, the second is known for certain of content that lacks a registered class.
 */
function checkClass(typename: string, classes: ClassesOfAssembly): void {
  const kind = classes.get(typename);
  if (kind === undefined)
    throw new DataverseFault(
      400,
      '0x80044190',
      `Unable to load plug-in type. PluginType [${typename}] not found in PluginAssembly.`,
    );
  if (kind === 'neither' || kind === 'both')
    throw new DataverseFault(
      400,
      '0x8004418c',
      'The plug-in type must have exactly one of the following classes or interfaces implemented: ' +
        'Microsoft.Xrm.Sdk.IPlugin and System.Activities.Activity.',
    );
}
