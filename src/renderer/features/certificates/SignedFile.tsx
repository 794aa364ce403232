import type { AssemblyFile, PluginFile } from '../../../shared/domain/pluginFile.ts';
import { FailureMessage, makeStyles, type Property, PropertyList, SkeletonRows } from '../../kit/kit.ts';
import type { PluginFileHandle } from '../pluginFiles/usePluginFile.ts';
import { nameOf } from './nameOf.ts';

const useStyles = makeStyles({
  title: {
    margin: '0 0 4px',
    fontSize: '16px',
    lineHeight: '22px',
    fontWeight: 600,
    overflowWrap: 'anywhere',
  },
});

const strongNames: Readonly<Record<AssemblyFile['strongName'], string>> = {
  none: 'none',
  signed: 'signed, and the file is unchanged since',
  delaySigned: 'delay-signed: the place for the signature is empty',
  publicSigned: 'marked as signed, with no signature in it',
  broken: 'signed, but the file was changed since',
};

/** Who signed an assembly, or the assemblies of a package: Authenticode and strong name. */
export function SignedFile({ plugin }: { readonly plugin: PluginFileHandle }) {
  if (plugin.failure) return <FailureMessage failure={plugin.failure} />;
  if (plugin.busy || !plugin.opened) return <SkeletonRows count={6} label="Reading the file" />;
  return assembliesOf(plugin.opened.file).map((assembly) => (
    <Signatures key={`${assembly.name} ${assembly.version}`} assembly={assembly} />
  ));
}

function assembliesOf(file: PluginFile): readonly AssemblyFile[] {
  return file.kind === 'assembly' ? [file] : file.assemblies;
}

function Signatures({ assembly }: { readonly assembly: AssemblyFile }) {
  const styles = useStyles();
  return (
    <section>
      <h2 className={styles.title}>
        {assembly.name} {assembly.version}
      </h2>
      <PropertyList properties={[...signer(assembly), ...strongName(assembly)]} />
    </section>
  );
}

function signer({ authenticode }: AssemblyFile): Property[] {
  if (authenticode === null) return [{ name: 'Authenticode', value: 'not signed' }];
  if (authenticode.state === 'unreadable') return [{ name: 'Authenticode', value: authenticode.sentence }];
  const states = {
    intact: 'the file is as it was signed',
    fileChanged: 'the file was changed since',
    signatureBroken: 'the signature is broken',
  } as const;
  return [
    { name: 'Authenticode', value: `${nameOf(authenticode.subject)}: ${states[authenticode.state]}` },
    { name: 'Signer', value: authenticode.subject, mono: true, copy: authenticode.subject },
    { name: 'Issuer', value: authenticode.issuer, mono: true, copy: authenticode.issuer },
    { name: 'Valid from', value: new Date(authenticode.validFrom).toLocaleString() },
    { name: 'Valid until', value: new Date(authenticode.validTo).toLocaleString() },
    {
      name: 'Signed on',
      value:
        authenticode.signedOn === null ? 'no time-stamp' : new Date(authenticode.signedOn).toLocaleString(),
    },
    { name: 'Thumbprint (SHA-1)', value: authenticode.thumbprint, mono: true, copy: authenticode.thumbprint },
  ];
}

function strongName({ strongName: state, publicKeyToken }: AssemblyFile): Property[] {
  return [
    { name: 'Strong name', value: strongNames[state] },
    ...(publicKeyToken === null
      ? []
      : [{ name: 'Public key token', value: publicKeyToken, mono: true, copy: publicKeyToken }]),
  ];
}
