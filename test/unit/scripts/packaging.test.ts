import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { inProject } from '../../../scripts/project.mjs';
import { type PackedApp, packApp } from '../../support/packApp.ts';

const require = createRequire(import.meta.url);
const on = '1'.charCodeAt(0);
const off = '0'.charCodeAt(0);

let configuration: Record<string, Record<string, unknown>>;
beforeAll(async () => {
  configuration = parse(await readFile(inProject('build', 'electron-builder.yml'), 'utf8'));
});

describe('the configuration', () => {
  test('is one that electron-builder understands', () => {
    const builder = dirname(require.resolve('electron-builder/package.json'));
    const lib = dirname(require.resolve('app-builder-lib/package.json', { paths: [builder] }));
    const { validateSchema } = require(join(lib, 'out/util/config/schemaValidator.js'));
    const schema = require(join(lib, 'scheme.json'));
    expect(() => validateSchema(schema, configuration)).not.toThrow();
    expect(() => validateSchema(schema, { ...configuration, electronFuses: { runAsNode: 'no' } })).toThrow();
  });

  test('makes an installer of each kind', () => {
    const targets = (system: string) => {
      const { target } = configuration[system] as { target: { target: string }[] };
      return target.map((one) => one.target);
    };
    expect(targets('win')).toEqual(['nsis']);
    expect(targets('mac')).toEqual(['dmg']);
    expect(targets('linux')).toEqual(['AppImage', 'deb', 'rpm']);
  });

  test('hardens the app on macOS with the least that Electron needs', async () => {
    expect(configuration.mac).toMatchObject({ hardenedRuntime: true });
    const entitlements = await readFile(inProject(String(configuration.mac?.entitlements)), 'utf8');
    expect(entitlements.match(/<key>.*?<\/key>/g)).toEqual(['<key>com.apple.security.cs.allow-jit</key>']);
  });
});

describe('the icons', () => {
  test('are pictures of the sizes that their names say', async () => {
    for (const size of [16, 32, 48, 64, 128, 256, 512]) {
      expect(pngSize(await readFile(inProject('build', 'icons', `${size}x${size}.png`)))).toEqual([
        size,
        size,
      ]);
    }
    expect(pngSize(await readFile(inProject('build', 'icon.png')))).toEqual([512, 512]);
  });

  test('for Windows hold every size up to 256', async () => {
    const ico = await readFile(inProject(String(configuration.win?.icon)));
    expect([ico.readUInt16LE(0), ico.readUInt16LE(2)]).toEqual([0, 1]);
    const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
      const at = 6 + 16 * index;
      const start = ico.readUInt32LE(at + 12);
      const [width = 0, height = 0] = pngSize(ico.subarray(start, start + ico.readUInt32LE(at + 8)));
      expect([width % 256, height % 256]).toEqual([ico[at], ico[at + 1]]);
      return width;
    });
    expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256]);
  });

  test('for macOS hold every size up to 1024', async () => {
    const icns = await readFile(inProject(String(configuration.mac?.icon)));
    expect(icns.toString('ascii', 0, 4)).toBe('icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
    const sizes = new Set<number>();
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
      sizes.add(pngSize(icns.subarray(at + 8))[0] ?? 0);
    }
    expect([...sizes].sort((a, b) => a - b)).toEqual([16, 32, 64, 128, 256, 512, 1024]);
  });
});

describe('what electron-builder packs', () => {
  let scratch: string;
  let app: PackedApp;
  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'registrar-pack-'));
    const project = join(scratch, 'project');
    const put = async (path: string): Promise<void> => {
      await mkdir(dirname(join(project, path)), { recursive: true });
      await writeFile(join(project, path), path);
    };
    for (const path of [
      'out/main/index.js',
      'out/main/index.js.map',
      'out/main/chunks/a.js',
      'out/preload/index.cjs',
      'out/renderer/index.html',
      'out/renderer/assets/a.js',
      'out/stamp.json',
      'src/main/index.ts',
      'test/a.ts',
      'docs/a.md',
      'scripts/a.mjs',
      '.cache/a.json',
      '.env',
    ]) {
      await put(path);
    }
    await cp(inProject('package.json'), join(project, 'package.json'));
    await cp(inProject('build'), join(project, 'build'), { recursive: true });
    app = await packApp(project, scratch);
  }, 120_000);
  afterAll(() => rm(scratch, { recursive: true, force: true }));

  test('is the bundles and package.json, and nothing else', () => {
    const packed = listPackage(app.asar, { isPack: false }).map((path) => path.replaceAll('\\', '/'));
    expect(packed.filter((path) => /\.[a-z]+$/.test(path)).sort()).toEqual([
      '/out/main/chunks/a.js',
      '/out/main/index.js',
      '/out/preload/index.cjs',
      '/out/renderer/assets/a.js',
      '/out/renderer/index.html',
      '/package.json',
    ]);
    const packageJson = JSON.parse(extractFile(app.asar, 'package.json').toString('utf8'));
    expect(packageJson).toMatchObject({ name: 'registrar', main: 'out/main/index.js', type: 'module' });
    expect(packageJson.devDependencies).toBeUndefined();
    expect(packageJson.scripts).toBeUndefined();
  });

  test('has the fuses set', async () => {
    const wire = await getCurrentFuseWire(app.executable);
    expect({
      runAsNode: wire[FuseV1Options.RunAsNode],
      cookieEncryption: wire[FuseV1Options.EnableCookieEncryption],
      nodeOptions: wire[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
      nodeInspect: wire[FuseV1Options.EnableNodeCliInspectArguments],
      asarIntegrity: wire[FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
      onlyFromAsar: wire[FuseV1Options.OnlyLoadAppFromAsar],
      ownSnapshot: wire[FuseV1Options.LoadBrowserProcessSpecificV8Snapshot],
      filePrivileges: wire[FuseV1Options.GrantFileProtocolExtraPrivileges],
    }).toEqual({
      runAsNode: off,
      cookieEncryption: on,
      nodeOptions: off,
      nodeInspect: off,
      asarIntegrity: on,
      onlyFromAsar: on,
      ownSnapshot: off,
      filePrivileges: off,
    });
  });
});

/** Width and height of a PNG, from its header. */
function pngSize(png: Buffer): number[] {
  expect(png.toString('latin1', 1, 4)).toBe('PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}
