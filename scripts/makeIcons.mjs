import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { findBrowser } from './browser.mjs';
import { inProject, say } from './project.mjs';
import { runScript, SetUpError, setUp } from './setUp.mjs';

/**
 * Draws build/icon.svg in the sizes and formats that Windows, macOS and Linux want. Run it after a change
 * of the drawing: `node scripts/makeIcons.mjs`. What it writes is committed.
 */
const linuxSizes = [16, 32, 48, 64, 128, 256, 512];
const windowsSizes = [16, 24, 32, 48, 64, 128, 256];
/** Apple's names of the sizes whose content is a PNG: https://en.wikipedia.org/wiki/Apple_Icon_Image_format */
const macTypes = /** @type {const} */ ([
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
]);

await runScript(async () => {
  await setUp();
  const executablePath = findBrowser();
  if (executablePath === null) throw new SetUpError('Drawing the icons needs Chrome, Edge or Chromium.');
  const svg = readFileSync(inProject('build', 'icon.svg'), 'utf8');
  const { chromium } = createRequire(inProject('package.json'))('playwright-core');
  const root = process.getuid?.() === 0;
  const browser = await chromium.launch({ executablePath, args: root ? ['--no-sandbox'] : [] });
  try {
    const page = await browser.newPage();
    /** @type {(size: number, margin?: number) => Promise<Buffer>} */
    const draw = async (size, margin = 0) => {
      const inner = size - 2 * Math.round(size * margin);
      await page.setViewportSize({ width: size, height: size });
      await page.setContent(
        `<style>body{margin:0;display:grid;place-items:center;height:${size}px}svg{width:${inner}px;height:${inner}px}</style>${svg}`,
      );
      return page.screenshot({ omitBackground: true });
    };
    mkdirSync(inProject('build', 'icons'), { recursive: true });
    for (const size of linuxSizes) {
      writeFileSync(inProject('build', 'icons', `${size}x${size}.png`), await draw(size));
    }
    writeFileSync(inProject('build', 'icon.png'), await draw(512));
    /** @type {[number, Buffer][]} */
    const windows = [];
    for (const size of windowsSizes) windows.push([size, await draw(size)]);
    writeFileSync(inProject('build', 'icon.ico'), encodeIco(windows));
    /** @type {[string, Buffer][]} */
    const mac = [];
    // Apple's grid leaves a margin of about a tenth around a rounded square.
    for (const [type, size] of macTypes) mac.push([type, await draw(size, 0.08)]);
    writeFileSync(inProject('build', 'icon.icns'), encodeIcns(mac));
  } finally {
    await browser.close();
  }
  say('The icons are drawn: build/icon.png, build/icon.ico, build/icon.icns, build/icons/.');
  return 0;
});

/** A directory of PNGs. @param {[size: number, png: Buffer][]} images */
function encodeIco(images) {
  const header = Buffer.alloc(6 + 16 * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  for (const [index, [size, png]] of images.entries()) {
    const at = 6 + 16 * index;
    // 0 stands for 256.
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...images.map(([, png]) => png)]);
}

/** A row of named PNGs. @param {[type: string, png: Buffer][]} images */
function encodeIcns(images) {
  const parts = images.map(([type, png]) => {
    const header = Buffer.alloc(8);
    header.write(type, 'ascii');
    header.writeUInt32BE(png.length + 8, 4);
    return Buffer.concat([header, png]);
  });
  const body = Buffer.concat(parts);
  const header = Buffer.alloc(8);
  header.write('icns', 'ascii');
  header.writeUInt32BE(body.length + 8, 4);
  return Buffer.concat([header, body]);
}
