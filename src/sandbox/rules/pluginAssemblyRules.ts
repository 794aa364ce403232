import { DataverseFault, invalidArgument } from '../dataverseFault.ts';
import {
  checkUniqueAssembly,
  identityColumns,
  identityForTypes,
  isSameAssembly,
} from '../plugins/assemblyIdentity.ts';
import { loadAssembly, loadPackage, unableToLoadAssembly } from '../plugins/loadContent.ts';
import type { LoadedAssembly } from '../plugins/readPluginPackage.ts';
import { lookupIn, numberIn, type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import type { RuleContext, TableRules } from './tableRules.ts';

const database = 0;
const sandbox = 2;
const identity = ['name', 'version', 'major', 'minor', 'culture', 'publickeytoken'];
/** The platform's own `Microsoft.Xrm.Sdk`. */
const sdkMajor = 9;

/** Assemblies that are registered one by one, and the rows that packages make of theirs. */
export const pluginAssemblyRules: TableRules = {
  /** Whatever the body says of the identity: the bytes know it. Without new bytes it stays what it was. */
  derive(row, before, changes, { asPlatform }) {
    if (asPlatform) return {};
    const content = textIn(changes, 'content') ?? '';
    if (content !== '') return identityColumns(loadAssembly(content).content);
    if (before === undefined) return partsOfVersion(row);
    return Object.fromEntries(identity.map((column) => [column, before[column]]));
  },

  check(row, before, changes, context) {
    if (before !== undefined && lookupIn(before, 'packageid') !== undefined) checkPackaged(changes);
    if ('content' in changes && before !== undefined) checkNewContent(row, before, changes, context);
    if (before === undefined || 'isolationmode' in changes || 'sourcetype' in changes) checkPlace(row);
    const content = textIn(changes, 'content') ?? '';
    if (content !== '') checkLoadable(loadAssembly(content));
    if (before !== undefined) return;
    if (content === '') checkPartOfPackage(row, context.store);
    checkUniqueAssembly(row, context.store);
  },

  /** Types repeat the version of their assembly. */
  async follow(row, before, changes, { store }, writer) {
    if (before === undefined || !('content' in changes)) return;
    const columns = identityForTypes(pick(row, identity));
    for (const type of store.referring(
      'plugintype',
      'pluginassemblyid',
      textIn(row, 'pluginassemblyid') ?? '',
    ))
      await writer.update('plugintype', textIn(type, 'plugintypeid') ?? '', columns, { asPlatform: true });
  },

  checkDelete(row, { goesAlong }) {
    if (lookupIn(row, 'packageid') !== undefined && !goesAlong)
      throw new DataverseFault(
        400,
        '0x80040265',
        'Unable to delete plug-in assembly as it is part of plugin package.',
      );
  },
};

function pick(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((column) => [column, row[column]]));
}

function partsOfVersion(row: Row): Row {
  const [major = 0, minor = 0] = (textIn(row, 'version') ?? '').split('.').map(Number);
  return Number.isInteger(major) && Number.isInteger(minor) ? { major, minor } : {};
}

/**
 * The row of an assembly in a package has no bytes of its own, which the platform stumbles over unless it is told the
 * version. That a managed identity can be bound all the same is documented.
 */
function checkPackaged(changes: Row): void {
  if ('content' in changes) throw invalidContent();
  const isIdentityOnly = Object.keys(changes).every((column) => column === 'managedidentityid');
  if (!('version' in changes) && !isIdentityOnly)
    throw new DataverseFault(
      400,
      '0x80040216',
      'An unexpected error occurred. Object reference not set to an instance of an object.',
    );
}

/** Online, assemblies run isolated and lie in the database. */
function checkPlace(row: Row): void {
  // The sentence is Dataverse's; which code comes with it is not known to us.
  if (numberIn(row, 'isolationmode') !== sandbox)
    throw invalidArgument(
      `'${textIn(row, 'name')}' is not allowed to be registered in full-trust mode, assembly must be registered in ` +
        'isolation.',
    );
  if (numberIn(row, 'sourcetype') !== database)
    throw new DataverseFault(
      400,
      '0x8004417d',
      'The given plugin assembly source type is not supported for isolated plugin assemblies.',
    );
}

function checkLoadable({ content }: LoadedAssembly): void {
  // Dataverse has two codes for this. The older one is kept for assemblies without any key.
  if (content.publicKeyToken === undefined)
    throw new DataverseFault(400, '0x8004416c', 'Public assembly must have public key token.');
  if (!content.isSigned)
    throw new DataverseFault(400, '0x80081114', 'Plug-in assembly is not strong name signed.');
  if (!content.isPortable)
    throw new DataverseFault(
      400,
      '0x8004417e',
      'The given plugin assembly was built with an unsupported target platform and cannot be loaded.',
    );
  if (content.targetFramework?.startsWith('.NETCoreApp') === true)
    throw new DataverseFault(
      400,
      '0x8004420b',
      `Plug-in assemblies are built for .NET Framework 4.6.2, not for '${content.targetFramework}'.`,
    );
  if (content.references.some(({ name, major }) => name === 'Microsoft.Xrm.Sdk' && major > sdkMajor))
    throw new DataverseFault(
      400,
      '0x8004419b',
      'The plug-in assembly refers to a newer version of Microsoft.Xrm.Sdk than the server has.',
    );
}

function checkNewContent(row: Row, before: Row, changes: Row, { store }: RuleContext): void {
  const content = textIn(changes, 'content') ?? '';
  if (content === '' || !isSameAssembly(row, before)) throw invalidContent();
  const { classes } = loadAssembly(content);
  for (const type of store.referring(
    'plugintype',
    'pluginassemblyid',
    textIn(row, 'pluginassemblyid') ?? '',
  )) {
    const wanted = type.isworkflowactivity === true ? 'activity' : 'plugin';
    if (classes.get(textIn(type, 'typename') ?? '') !== wanted) throw invalidContent();
  }
}

function invalidContent(): DataverseFault {
  return new DataverseFault(
    400,
    '0x8004418b',
    'Plug-in assembly does not contain the required types or assembly content cannot be updated.',
  );
}

/**
 * A row without bytes may be created for an assembly of a package that has no row yet. It has to say the whole
 * identity: nothing else tells which of the package's assemblies is meant.
 */
function checkPartOfPackage(row: Row, store: RowStore): void {
  const reference = lookupIn(row, 'packageid');
  const pluginPackage = reference === undefined ? undefined : store.get('pluginpackage', reference.id);
  if (pluginPackage === undefined) throw unableToLoadAssembly('It has no content.');
  const bytes = textIn(pluginPackage, 'content') ?? '';
  const { assemblies } = bytes === '' ? { assemblies: [] } : loadPackage(bytes);
  if (
    !assemblies.some(
      ({ content }) =>
        identityColumns(content).version === row.version && isSameAssembly(identityColumns(content), row),
    )
  )
    throw unableToLoadAssembly('The package holds no assembly with this identity.');
}
