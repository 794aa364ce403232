import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PluginFileReading } from '../../shared/domain/pluginFile.ts';
import {
  type BytesAtHand,
  inspectPluginFile,
  largestPluginFile,
  nameOfAssembly,
} from '../assemblies/inspectPluginFile.ts';
import { describePluginFile } from './describePluginFile.ts';

export const inspectUsage = `registrar inspect FILE [--with OTHER.dll]… [--json]

  Tells what an assembly (.dll, .exe) or a plug-in package (.nupkg) holds.
  --with OTHER   an assembly that base classes may lie in; those beside FILE are found without it
  --json         prints one object of JSON instead of text

It ends with code 2 when FILE is neither.
`;

/** `registrar inspect`: returns the exit code, 0 told, 1 cannot be read from disk, 2 not understood or neither. */
export function runInspect(args: readonly string[]): number {
  const request = readRequest(args);
  if (request === 'help') {
    process.stdout.write(inspectUsage);
    return 0;
  }
  if (typeof request === 'string') {
    process.stderr.write(`${request}\n\n${inspectUsage}`);
    return 2;
  }
  const { file, others, json } = request;
  let reading: PluginFileReading;
  try {
    reading = inspectPluginFile(readBounded(file), besides(file, openOthers(others)));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof NotAFile ? 2 : 1;
  }
  if (reading.kind === 'unreadable') {
    process.stderr.write(`${file}: ${reading.sentence} ${reading.advice}\n`);
    return 2;
  }
  process.stdout.write(json ? `${JSON.stringify(reading, null, 2)}\n` : describePluginFile(reading));
  return 0;
}

interface Request {
  readonly file: string;
  readonly others: readonly string[];
  readonly json: boolean;
}

/** The request, `help`, or a sentence about what is wrong with it. */
function readRequest(args: readonly string[]): Request | string {
  const files: string[] = [];
  const others: string[] = [];
  let json = false;
  let onlyFiles = false;
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    if (onlyFiles || !argument.startsWith('-')) files.push(argument);
    else if (argument === '--') onlyFiles = true;
    else if (argument === '--json') json = true;
    else if (argument === '--help' || argument === '-h') return 'help';
    else if (argument === '--with' || argument.startsWith('--with=')) {
      const other = argument === '--with' ? args[++index] : argument.slice('--with='.length);
      if (other === undefined || other === '') return '--with needs a value: an assembly.';
      others.push(other);
    } else return `${argument} is not known here. Known: --with, --json.`;
  }
  const [file, ...tooMany] = files;
  if (file === undefined || file === '') return 'Which file? Give a .dll, an .exe or a .nupkg.';
  if (tooMany.length > 0) return 'One file at a time; give those with base classes by --with.';
  return { file, others, json };
}

/** The path is there, and is a folder, a device or far too large. */
class NotAFile extends Error {}

function readBounded(path: string): Buffer {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    throw new Error(`${path} cannot be read: ${reasonOf(error)}. Check the path and your rights to it.`);
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile())
      throw new NotAFile(`${path} is no file. Choose an assembly (.dll) or a package (.nupkg).`);
    if (stat.size > largestPluginFile) {
      throw new NotAFile(`${path} is over 256 MB; Dataverse takes assemblies of up to 16 MB.`);
    }
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'it does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not read it';
  return typeof code === 'string' ? code : String(error);
}

/** By the name of the assembly in lower case. One that cannot be used is a slip that would change the answer silently. */
function openOthers(paths: readonly string[]): ReadonlyMap<string, Buffer> {
  const others = new Map<string, Buffer>();
  for (const path of paths) {
    const bytes = readBounded(path);
    const name = nameOfAssembly(bytes);
    if (name === null) throw new NotAFile(`${path}, given by --with, is no .NET assembly.`);
    others.set(name.toLowerCase(), bytes);
  }
  return others;
}

/** Looks among the files given, then in the folder of the file, as .NET does. */
function besides(file: string, others: ReadonlyMap<string, Buffer>): BytesAtHand {
  return (name) => {
    const given = others.get(name.toLowerCase());
    if (given !== undefined) return given;
    // A name with a path in it would read elsewhere on this computer.
    if (name === '' || /[\\/:\0]/.test(name)) return null;
    for (const end of ['.dll', '.exe']) {
      try {
        return readBounded(join(dirname(file), name + end));
      } catch {
        // Not there: the next, or none.
      }
    }
    return null;
  };
}
