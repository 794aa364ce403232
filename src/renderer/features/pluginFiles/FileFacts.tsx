import type { OpenedPluginFile } from '../../../shared/contract/calls/pluginFiles.ts';
import { megabytes } from '../../../shared/domain/assemblyRules.ts';
import type { AssemblyFile, PackageFile } from '../../../shared/domain/pluginFile.ts';
import { makeStyles, type Property, PropertyList, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  title: { margin: 0, fontSize: '14px', lineHeight: '20px', fontWeight: tokens.fontWeightSemibold },
  where: { color: tokens.colorNeutralForeground3, fontSize: '12px', overflowWrap: 'anywhere' },
});

/** What a file was understood as. */
export function FileFacts({ opened }: { readonly opened: OpenedPluginFile }) {
  const styles = useStyles();
  const { file, fileName, path } = opened;
  return (
    <div>
      <h3 className={styles.title}>{fileName}</h3>
      {path === null ? null : <div className={styles.where}>{path}</div>}
      <PropertyList properties={file.kind === 'assembly' ? ofAssembly(file) : ofPackage(file)} />
    </div>
  );
}

function ofAssembly(file: AssemblyFile): Property[] {
  return [
    { name: 'Assembly', value: `${file.name} ${file.version}` },
    { name: 'Framework', value: frameworkOf(file.targetFramework) },
    {
      name: 'Public key token',
      value: file.publicKeyToken ?? 'none: not signed',
      mono: file.publicKeyToken !== null,
    },
    { name: 'Signed by', value: signerOf(file) },
    { name: 'Culture', value: file.culture },
    { name: 'Size', value: sizeOf(file.size) },
  ];
}

function ofPackage(file: PackageFile): Property[] {
  const holding = file.assemblies.filter(({ holdsPlugins }) => holdsPlugins);
  return [
    { name: 'Package', value: `${file.id} ${file.version}` },
    {
      name: 'With plug-ins',
      value: holding.map(({ name, version }) => `${name} ${version}`).join(', ') || 'none',
    },
    { name: 'Other assemblies', value: String(file.assemblies.length - holding.length) },
    { name: 'Size', value: sizeOf(file.size) },
  ];
}

function frameworkOf(target: string | null): string {
  if (target === null) return 'not said';
  return target.replace(/^\.NETFramework,Version=v/, '.NET Framework ').replace(',Version=v', ' ');
}

function signerOf({ authenticode }: AssemblyFile): string {
  if (authenticode === null) return 'nobody (no Authenticode signature)';
  if (authenticode.state === 'unreadable') return 'a signature that cannot be read';
  const name = /CN=([^,]+)/.exec(authenticode.subject)?.[1] ?? authenticode.subject;
  if (authenticode.state !== 'intact') return `${name}, but the file was changed since`;
  return `${name}, until ${authenticode.validTo.slice(0, 10)}`;
}

function sizeOf(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : megabytes(bytes);
}
