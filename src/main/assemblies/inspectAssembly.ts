import type {
  AssemblyFile,
  FoundType,
  RegistrationAttribute,
  TypeObstacle,
  UndecidedType,
  UnfitType,
} from '../../shared/domain/pluginFile.ts';
import { readAuthenticode } from './authenticode.ts';
import { readConstructorForms } from './constructorForms.ts';
import { type AttributeRows, type EnumSizes, findAttributes, readAttribute } from './customAttributes.ts';
import { enumSizesOf } from './enumSizes.ts';
import type { ManagedAssembly } from './managedAssembly.ts';
import { decodeIndex } from './metadataTables.ts';
import { cliFlags } from './peFile.ts';
import { ReadingFault } from './readingFault.ts';
import { readStrongName } from './strongName.ts';
import { type AssemblyAtHand, judgeTypes } from './typeGraph.ts';
import { nameOfDefinition, nameOfType } from './typeNames.ts';
import { typeFlags } from './typeTable.ts';

const targetFrameworkAttribute = 'System.Runtime.Versioning.TargetFrameworkAttribute';
/** Those of spkl, PPDS, XrmTools and the like; .NET's own are none. */
const registrationAttribute =
  /(Registration|Plug-?in|Step|Image|CustomApi|WorkflowActivity|CodeActivity)\w*$/i;
const platformNamespace = /^(System|Microsoft)\./;

/** The largest organisations have some thousands in all their assemblies together. */
const mostTypes = 50_000;

/** Tells what a managed assembly is and holds. @throws ReadingFault */
export function inspectAssembly(assembly: ManagedAssembly, atHand: AssemblyAtHand): AssemblyFile {
  const { pe, types, identity } = assembly;
  const verdicts = judgeTypes(assembly, atHand);
  const enumSizes = enumSizesOf(assembly, verdicts.find, atHand);
  const isOne = (row: number) => verdicts.isPlugin(row) || verdicts.isWorkflowActivity(row);
  const attributes = findAttributes(assembly, isOne);

  const found: FoundType[] = [];
  const unfit: UnfitType[] = [];
  const undecided: UndecidedType[] = [];
  for (let row = 1; row <= types.count; row += 1) {
    const missingAssembly = verdicts.missingAssembly(row);
    const judged = isOne(row);
    if ((!judged && missingAssembly === null) || types.isDeleted(row)) continue;
    if ((types.flags(row) & typeFlags.interface) !== 0) continue;
    if (found.length + unfit.length + undecided.length >= mostTypes) {
      throw new ReadingFault(`The file has over ${mostTypes} plug-ins, so it was made to keep readers busy.`);
    }
    const obstacles = obstaclesOf(assembly, row);
    if (!judged) {
      if (obstacles.length === 0 && missingAssembly !== null) {
        assembly.heaps.spend(missingAssembly.length);
        undecided.push({ typeName: nameOfDefinition(assembly, row), missingAssembly });
      }
      continue;
    }
    const base = decodeIndex('typeDefOrRef', types.baseType(row));
    const members = {
      typeName: nameOfDefinition(assembly, row),
      kind: verdicts.isPlugin(row) ? ('plugin' as const) : ('workflowActivity' as const),
      public: !obstacles.includes('notPublic'),
      abstract: obstacles.includes('abstract'),
      baseType: base === null ? null : nameOfType(assembly, base),
    };
    if (obstacles.length > 0) unfit.push({ ...members, obstacles });
    else {
      found.push({
        ...members,
        constructors: readConstructorForms(assembly, row),
        attributes: readRegistrations(assembly, attributes.ofType(row), enumSizes),
      });
    }
  }

  const strongName = readStrongName(assembly);
  return {
    kind: 'assembly',
    ...identity,
    targetFramework: readTargetFramework(assembly, attributes, enumSizes),
    strongNamed: strongName === 'signed' || strongName === 'broken',
    authenticode: readAuthenticode(pe),
    references: [...assembly.references],
    types: found,
    otherTypes: unfit,
    undecidedTypes: undecided,
    strongName,
    architecture: architectureOf(assembly),
    mixedMode: (pe.cliHeader.flags & cliFlags.ilOnly) === 0,
    runtimeVersion: assembly.runtimeVersion,
    size: pe.view.length,
  };
}

function obstaclesOf({ types, tables, heaps }: ManagedAssembly, row: number): TypeObstacle[] {
  const obstacles: TypeObstacle[] = [];
  if (!types.isVisible(row)) obstacles.push('notPublic');
  if ((types.flags(row) & typeFlags.abstract) !== 0) obstacles.push('abstract');
  if (types.isGeneric(row)) obstacles.push('generic');
  const base = decodeIndex('typeDefOrRef', types.baseType(row));
  if (base?.table === 'typeRef') {
    const name = heaps.text(tables.column('typeRef', 'name')(base.row));
    const namespace = heaps.text(tables.column('typeRef', 'namespace')(base.row));
    if (namespace === 'System' && (name === 'ValueType' || name === 'Enum')) obstacles.push('notAClass');
  }
  return obstacles;
}

function readRegistrations(
  assembly: ManagedAssembly,
  rows: readonly number[],
  enumSizes: EnumSizes,
): RegistrationAttribute[] {
  const isWanted = (name: string) =>
    registrationAttribute.test(name.replace(/Attribute$/, '')) && !platformNamespace.test(name);
  return rows.flatMap((row) => {
    const attribute = readAttribute(assembly, row, isWanted, enumSizes);
    return attribute === null ? [] : [{ ...attribute, arguments: [...attribute.arguments] }];
  });
}

function readTargetFramework(
  assembly: ManagedAssembly,
  { ofAssembly }: AttributeRows,
  enumSizes: EnumSizes,
): string | null {
  for (const row of ofAssembly) {
    const attribute = readAttribute(assembly, row, (name) => name === targetFrameworkAttribute, enumSizes);
    const [framework] = attribute?.arguments ?? [];
    if (typeof framework === 'string') return framework;
  }
  return null;
}

const machines: Readonly<Record<number, AssemblyFile['architecture']>> = {
  34404: 'x64',
  448: 'arm',
  452: 'arm',
  43620: 'arm64',
};

function architectureOf({ pe }: ManagedAssembly): AssemblyFile['architecture'] {
  if (pe.machine !== 0x14c) return machines[pe.machine] ?? 'other';
  const { flags } = pe.cliHeader;
  const only32 = (flags & cliFlags.needs32Bit) !== 0 && (flags & cliFlags.prefers32Bit) === 0;
  return only32 || (flags & cliFlags.ilOnly) === 0 ? 'x86' : 'anyCpu';
}
