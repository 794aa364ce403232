import type { ConstructorForm } from '../../shared/domain/pluginFile.ts';
import { BlobReader } from './blobReader.ts';
import type { ManagedAssembly } from './managedAssembly.ts';
import { ReadingFault } from './readingFault.ts';
import { elements } from './typeNames.ts';

const access = { mask: 0x7, public: 0x6, static: 0x10 } as const;
const forms: readonly ConstructorForm[] = ['none', 'unsecure', 'unsecureAndSecure'];

/** The public constructors of a class that the platform can call, from the shortest on. */
export function readConstructorForms(
  { types, tables, heaps }: ManagedAssembly,
  row: number,
): ConstructorForm[] {
  const flags = tables.column('methodDef', 'flags');
  const name = tables.column('methodDef', 'name');
  const signature = tables.column('methodDef', 'signature');
  const found = new Set<ConstructorForm>();
  for (const method of types.methods(row)) {
    const methodFlags = flags(method);
    if ((methodFlags & access.mask) !== access.public || (methodFlags & access.static) !== 0) continue;
    if (heaps.text(name(method)) !== '.ctor') continue;
    const count = countStrings(heaps.blob(signature(method)));
    const form = count === null ? undefined : forms[count];
    if (form !== undefined) found.add(form);
  }
  return forms.filter((form) => found.has(form));
}

/** How many texts a method takes; null when it takes anything else. ECMA-335 II.23.2.1. */
function countStrings(signature: Uint8Array): number | null {
  try {
    const reader = new BlobReader(signature);
    reader.u8();
    const count = reader.compressed();
    if (count >= forms.length) return null;
    // What it gives back is always nothing, in one byte.
    reader.u8();
    for (let index = 0; index < count; index += 1) if (reader.u8() !== elements.string) return null;
    return count;
  } catch (error) {
    if (error instanceof ReadingFault) return null;
    throw error;
  }
}
