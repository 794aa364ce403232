import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BytesAtHand, inspectPluginFile } from '../../../../src/main/assemblies/inspectPluginFile.ts';
import type { AssemblyFile, PluginFileReading } from '../../../../src/shared/domain/pluginFile.ts';

export const fixtureFolder = join(import.meta.dirname, '../../../fixtures/assemblies');
export const readFixture = (name: string): Buffer => readFileSync(join(fixtureFolder, name));

/** What Mono's System.Reflection says of a fixture (list.cs). */
export interface Listing {
  readonly name: string;
  readonly version: string;
  readonly culture: string;
  readonly publicKeyToken: string | null;
  readonly targetFramework: string | null;
  readonly references: AssemblyFile['references'];
  readonly types: readonly ListedType[];
}
export interface ListedType {
  readonly typeName: string;
  readonly visible: boolean;
  readonly abstract: boolean;
  readonly interface: boolean;
  readonly valueType: boolean;
  readonly generic: boolean;
  readonly plugin: boolean;
  readonly workflowActivity: boolean;
  readonly baseType: string | null;
  readonly constructors: readonly string[];
  readonly attributes: readonly {
    readonly attributeType: string;
    readonly arguments: readonly unknown[];
    readonly named: Readonly<Record<string, unknown>>;
  }[];
}
export const readListing = (name: string): Listing =>
  JSON.parse(readFixture(`${name}.json`).toString('utf8')) as Listing;

/** The other fixtures, as they would lie in the same folder. */
export const fixturesAtHand: BytesAtHand = (name) => {
  try {
    return readFixture(`${name}.dll`);
  } catch {
    return null;
  }
};

export function asAssembly(reading: PluginFileReading): AssemblyFile {
  if (reading.kind === 'assembly') return reading;
  throw new Error(reading.kind === 'unreadable' ? reading.sentence : 'It is a package.');
}

export const inspectFixture = (name: string): AssemblyFile =>
  asAssembly(inspectPluginFile(readFixture(name), fixturesAtHand));

export function sentenceOf(reading: PluginFileReading): string {
  return reading.kind === 'unreadable' ? reading.sentence : `It is read as ${reading.kind}.`;
}
