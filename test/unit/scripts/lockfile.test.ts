import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inProject } from '../../../scripts/project.mjs';

interface Locked {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const read = (file: string) => JSON.parse(readFileSync(inProject(file), 'utf8'));
const { packages } = read('package-lock.json') as { packages: Readonly<Record<string, Locked>> };

/** Looks where Node would: in the package's own node_modules, then in those around it. */
function find(from: string, name: string): Locked | undefined {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const found = packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`];
    if (found !== undefined || at === '') return found;
    if (!at.includes('/node_modules/')) return packages[`node_modules/${name}`];
  }
}

test('the lock names every package for every platform, without which npm ci refuses to work', () => {
  const missing: string[] = [];
  for (const [path, entry] of Object.entries(packages)) {
    const wanted = { ...entry.dependencies, ...entry.devDependencies, ...entry.optionalDependencies };
    for (const name of Object.keys(wanted)) {
      if (find(path, name)?.version === undefined) missing.push(`${path}: ${name}`);
    }
  }
  expect(missing).toEqual([]);
});

test('every version of package.json is pinned, and the lock has the same', () => {
  const { devDependencies } = read('package.json') as { devDependencies: Record<string, string> };
  for (const [name, version] of Object.entries(devDependencies)) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
    expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
  }
});
