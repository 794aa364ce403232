import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** The rooms of the house and who may import whom. docs/architecture.md says why. */

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'src');

interface Import {
  readonly from: string;
  /** Path below the root for our own files, the bare name for packages. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => join('src', name).split(sep).join('/'));

const imports: Import[] = files.flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')));

function importsOf(file: string, text: string): Import[] {
  const statements = text.matchAll(
    /^\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm,
  );
  return [...statements].map((match) => {
    const specifier = match[2] ?? match[3] ?? '';
    const to = specifier.startsWith('.')
      ? relative(root, resolve(root, dirname(file), specifier))
          .split(sep)
          .join('/')
      : specifier;
    return { from: file, to, typeOnly: match[1] !== undefined };
  });
}

const isOurs = (to: string): boolean => to.startsWith('src/');
const isNode = (to: string): boolean => to.startsWith('node:');
const isIn = (path: string, ...folders: string[]): boolean =>
  folders.some((folder) => path.startsWith(`src/${folder}/`));
const told = (broken: Import[]): string[] => broken.map(({ from, to }) => `${from} imports ${to}`);
const from = (...folders: string[]): Import[] => imports.filter((one) => isIn(one.from, ...folders));

const outwardRooms = [
  'dataverse',
  'identity',
  'assemblies',
  'messaging',
  'messages',
  'certificates',
  'storage',
  'log',
];

describe('the rooms', () => {
  it('are all read', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(files.length);
  });

  it('shared imports itself and zod, nothing of Node, Electron or the page', () => {
    const broken = from('shared').filter(({ to }) => !isIn(to, 'shared') && to !== 'zod');
    expect(told(broken)).toEqual([]);
  });

  it('the domain does not know the contract', () => {
    expect(told(from('shared/domain').filter(({ to }) => isIn(to, 'shared/contract')))).toEqual([]);
  });

  it.each(outwardRooms)('the outward room %s knows the shared language and not its neighbours', (room) => {
    const broken = from(`main/${room}`).filter(
      ({ to }) => isOurs(to) && !isIn(to, 'shared', `main/${room}`) && to !== 'src/main/ports.ts',
    );
    expect(told(broken)).toEqual([]);
  });

  it('features know outward rooms by their types alone', () => {
    const rooms = outwardRooms.map((room) => `main/${room}`);
    const broken = from('main/features').filter(({ to, typeOnly }) => isIn(to, ...rooms) && !typeOnly);
    expect(told(broken)).toEqual([]);
  });

  it('features know neither shell nor host', () => {
    expect(told(from('main/features').filter(({ to }) => isIn(to, 'main/shell', 'main/host')))).toEqual([]);
  });

  it('only the shell, the entry of the app and the preload import Electron', () => {
    const broken = imports.filter(
      ({ from: file, to }) =>
        /^electron(\/|$)/.test(to) && !isIn(file, 'main/shell', 'preload') && file !== 'src/main/index.ts',
    );
    expect(told(broken)).toEqual([]);
  });

  it('the page imports the shared language and itself, nothing of Node or Electron', () => {
    const broken = from('renderer').filter(
      ({ to }) => isNode(to) || (isOurs(to) && !isIn(to, 'shared', 'renderer')),
    );
    expect(told(broken)).toEqual([]);
  });

  it('only the kit knows Fluent and the virtualizer', () => {
    const broken = from('renderer').filter(
      ({ from: file, to }) =>
        /^(@fluentui|@griffel|@tanstack\/react-virtual)/.test(to) && !isIn(file, 'renderer/kit'),
    );
    expect(told(broken)).toEqual([]);
  });

  it('only the bridge touches the window bridge and sockets', () => {
    const broken = files.filter(
      (file) =>
        isIn(file, 'renderer') &&
        !isIn(file, 'renderer/bridge') &&
        /\bwindow\.bridge\b|new WebSocket\(|\bfetch\(/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(broken).toEqual([]);
  });

  it('the sandbox shares no code with the client that it checks', () => {
    const broken = from('sandbox').filter(({ to }) => isOurs(to) && !isIn(to, 'sandbox', 'shared/domain'));
    expect(told(broken)).toEqual([]);
    expect(told(from('sandbox').filter(({ to }) => to.startsWith('@azure/')))).toEqual([]);
  });

  it('nobody imports the sandbox: it is started, not called', () => {
    const broken = imports.filter(({ from: file, to }) => isIn(to, 'sandbox') && !isIn(file, 'sandbox'));
    expect(told(broken)).toEqual([]);
  });

  it("Dataverse's column names stay in the Web API client and the sandbox", () => {
    const columns =
      /\b(sdkmessageprocessingstepid|pluginassemblyid|serviceendpointid|solutionnamespace|asyncautodelete|sdkmessagefilterid)\b/;
    const broken = files.filter(
      (file) =>
        !isIn(file, 'main/dataverse', 'sandbox') &&
        columns.test(withoutComments(readFileSync(join(root, file), 'utf8'))),
    );
    expect(broken).toEqual([]);
  });
});

describe('the files', () => {
  it('are at most 600 lines long', () => {
    const long = files.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 600);
    expect(long).toEqual([]);
  });

  it('are named in camelCase, components in PascalCase', () => {
    const odd = files.filter(
      (file) => !/\/(?:[a-z][A-Za-z0-9]*|[A-Z][A-Za-z0-9]*)(?:\.test|\.d)?\.tsx?$/.test(file),
    );
    expect(odd).toEqual([]);
  });

  it('import in no circles', () => {
    expect(findCircles()).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

/** Circles among files that need each other at run time; types alone make none. */
function findCircles(): string[] {
  const needs = new Map<string, string[]>();
  for (const { from: file, to, typeOnly } of imports) {
    if (!typeOnly && isOurs(to)) needs.set(file, [...(needs.get(file) ?? []), to]);
  }
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      circles.push([...path.slice(start), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const next of needs.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of needs.keys()) visit(file, []);
  return circles;
}
