import type { AssemblyFile, Authenticode, PluginFile } from '../../shared/domain/pluginFile.ts';

const obstacles = {
  notPublic: 'not public',
  abstract: 'abstract',
  generic: 'generic',
  notAClass: 'not a class',
} as const;
const kinds = { plugin: 'plug-in', workflowActivity: 'workflow activity' } as const;
const strongNames = {
  signed: 'signed',
  broken: 'signed, and changed since: the strong name is not the file’s',
  delaySigned: 'delay-signed: the signature is still to come',
  publicSigned: 'marked as signed, without a signature',
  none: 'none',
} as const;
const constructors = { none: '()', unsecure: '(string)', unsecureAndSecure: '(string, string)' } as const;

/** The text of `registrar inspect`. Names come from the file, so what could steer a terminal is made visible. */
export function describePluginFile(file: PluginFile): string {
  const lines = file.kind === 'assembly' ? describeAssembly(file) : describePackage(file);
  return `${lines.map(withoutControls).join('\n')}\n`;
}

function describePackage(file: Extract<PluginFile, { kind: 'package' }>): string[] {
  const lines = [`Package ${file.id} ${file.version}`];
  if (file.assemblies.length === 0) lines.push('It has no assembly in lib.');
  for (const assembly of file.assemblies) {
    lines.push('', `${assembly.path}${assembly.holdsPlugins ? '' : ' (no plug-ins)'}`);
    lines.push(...describeAssembly(assembly).map((line) => `  ${line}`));
  }
  for (const { path, sentence } of file.unreadable) lines.push('', path, `  ${sentence}`);
  return lines;
}

function describeAssembly(file: AssemblyFile): string[] {
  const lines = [
    `Assembly ${file.name}, Version=${file.version}, Culture=${file.culture}, PublicKeyToken=${file.publicKeyToken ?? 'null'}`,
    `Target framework: ${file.targetFramework ?? 'not said'}`,
    `Strong name: ${strongNames[file.strongName]}`,
    `Authenticode: ${describeAuthenticode(file.authenticode)}`,
    `Runs on: ${file.architecture}${file.mixedMode ? ', with machine code in it' : ''}`,
    'References:',
    ...file.references.map(
      ({ name, version, publicKeyToken }) => `  ${name} ${version} ${publicKeyToken ?? 'null'}`,
    ),
    file.types.length === 0 ? 'It has no plug-in and no workflow activity.' : 'Types:',
  ];
  for (const type of file.types) {
    const forms = type.constructors.map((form) => constructors[form]).join(', ');
    lines.push(`  ${type.typeName} (${kinds[type.kind]}, from ${type.baseType ?? 'nothing'})`);
    if (type.kind === 'plugin') {
      lines.push(`    constructors: ${forms || 'none that the platform can call'}`);
    }
    for (const attribute of type.attributes) lines.push(`    [${attribute.attributeType}]`);
  }
  if (file.otherTypes.length > 0) lines.push('Cannot be registered:');
  for (const type of file.otherTypes) {
    const why = type.obstacles.map((obstacle) => obstacles[obstacle]).join(', ');
    lines.push(`  ${type.typeName} (${kinds[type.kind]}, but ${why})`);
  }
  if (file.undecidedTypes.length > 0)
    lines.push('May be plug-ins; an assembly that they build on is not here:');
  for (const type of file.undecidedTypes) lines.push(`  ${type.typeName} (needs ${type.missingAssembly})`);
  return lines;
}

function describeAuthenticode(authenticode: Authenticode | null): string {
  if (authenticode === null) return 'none';
  if (authenticode.state === 'unreadable') return authenticode.sentence;
  const { subject, issuer, validFrom, validTo } = authenticode;
  const state = {
    intact: 'intact',
    fileChanged: 'broken: the file was changed since',
    signatureBroken: 'broken: it was not made with the key of its certificate',
  }[authenticode.state];
  return `${state}, by ${subject}, issued by ${issuer}, valid ${validFrom.slice(0, 10)} to ${validTo.slice(0, 10)}`;
}

function withoutControls(line: string): string {
  return line.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
