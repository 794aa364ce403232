import { crc32, deflateRawSync } from 'node:zlib';

/** A NuGet package with one assembly for .NET Framework 4.6.2. */
export function writePackage(id: string, version: string, assembly: string, bytes: Buffer): Buffer {
  const manifest =
    '<?xml version="1.0" encoding="utf-8"?>\n' +
    '<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">\n' +
    `  <metadata>\n    <id>${id}</id>\n    <version>${version}</version>\n` +
    '    <authors>Contoso</authors>\n    <description>Plug-ins of Contoso</description>\n  </metadata>\n</package>\n';
  const contentTypes =
    '<?xml version="1.0" encoding="utf-8"?>\n' +
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
    '<Default Extension="nuspec" ContentType="application/octet" />' +
    '<Default Extension="dll" ContentType="application/octet" /></Types>\n';
  return zip([
    [`${id}.nuspec`, Buffer.from(manifest)],
    ['[Content_Types].xml', Buffer.from(contentTypes)],
    [`lib/net462/${assembly}.dll`, bytes],
  ]);
}

/** 1 January 1980, the first day of zip: the same package every time. */
const firstDay = 0x0021;

function zip(files: readonly (readonly [string, Buffer])[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of files) {
    const name = Buffer.from(path, 'utf8');
    const packed = deflateRawSync(content);
    // What both headers say alike, from the version on.
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt16LE(firstDay, 8);
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    shared.copy(entry, 6);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, name);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared, name, packed]);
    parts.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}
