import { createHash } from 'node:crypto';
import type { Signer } from './signer.ts';

/** An assembly to be written: plug-ins and workflow activities that do nothing. */
type AssemblyPlan = {
  readonly name: string;
  /** Four numbers with points between. */
  readonly version: string;
  readonly signer: Signer;
  /** Full names, none of them nested. */
  readonly plugins: readonly string[];
  readonly activities: readonly string[];
};

const sectionAddress = 0x2000;
const alignment = 0x200;
const cliHeaderSize = 72;
/** Up to the end of the one section's header. */
const headersSize = 0x98 + 224 + 40;
const signatureSize = 128;
/** `ldarg.0`, `call` of a constructor in the table of member references, `ret`. */
const constructorBody = (member: number): number[] => [0x1e, 0x02, 0x28, member, 0, 0, 0x0a, 0x2a];
const emptyBody = [0x06, 0x2a];
const bodies = Buffer.from([...constructorBody(1), ...constructorBody(3), ...emptyBody, 0, 0]);
const bodiesAddress = sectionAddress + cliHeaderSize;
const addresses = { plugin: bodiesAddress, activity: bodiesAddress + 8, execute: bodiesAddress + 16 };

/** Writes a library for .NET Framework 4.6.2 as a compiler would have, and signs it. */
export function writeAssembly(plan: AssemblyPlan): Buffer {
  const metadata = writeMetadata(plan);
  const header = Buffer.alloc(cliHeaderSize);
  header.writeUInt32LE(cliHeaderSize, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(5, 6);
  const signatureAddress = bodiesAddress + bodies.length;
  header.writeUInt32LE(signatureAddress + signatureSize, 8);
  header.writeUInt32LE(metadata.length, 12);
  // Managed code only, strong-name signed.
  header.writeUInt32LE(9, 16);
  header.writeUInt32LE(signatureAddress, 32);
  header.writeUInt32LE(signatureSize, 36);
  const section = Buffer.concat([header, bodies, Buffer.alloc(signatureSize), metadata]);
  const file = Buffer.concat([writeHeaders(section.length), padded(section, alignment)]);
  // A strong name signs the headers, without a checksum and certificates that are not there, and the section without
  // the signature's own place; nothing of the filling between.
  const place = alignment + cliHeaderSize + bodies.length;
  const hash = createHash('sha1')
    .update(file.subarray(0, headersSize))
    .update(file.subarray(alignment, place))
    .update(file.subarray(place + signatureSize));
  plan.signer.sign(hash.digest()).copy(file, place);
  return file;
}

function writeHeaders(sectionSize: number): Buffer {
  const headers = Buffer.alloc(alignment);
  headers.write('MZ', 0, 'latin1');
  headers.writeUInt32LE(0x80, 0x3c);
  headers.write('PE\0\0', 0x80, 'latin1');
  headers.writeUInt16LE(0x14c, 0x84);
  headers.writeUInt16LE(1, 0x86);
  headers.writeUInt16LE(224, 0x94);
  headers.writeUInt16LE(0x2102, 0x96);
  const optional = 0x98;
  const rawSize = Math.ceil(sectionSize / alignment) * alignment;
  headers.writeUInt16LE(0x10b, optional);
  headers.writeUInt32LE(rawSize, optional + 4);
  headers.writeUInt32LE(sectionAddress, optional + 20);
  headers.writeUInt32LE(0x1000_0000, optional + 28);
  headers.writeUInt32LE(0x2000, optional + 32);
  headers.writeUInt32LE(alignment, optional + 36);
  headers.writeUInt16LE(4, optional + 40);
  headers.writeUInt16LE(4, optional + 48);
  headers.writeUInt32LE(sectionAddress + Math.ceil(sectionSize / 0x2000) * 0x2000, optional + 56);
  headers.writeUInt32LE(alignment, optional + 60);
  headers.writeUInt16LE(3, optional + 68);
  headers.writeUInt16LE(0x8540, optional + 70);
  headers.writeUInt32LE(16, optional + 92);
  headers.writeUInt32LE(sectionAddress, optional + 96 + 14 * 8);
  headers.writeUInt32LE(cliHeaderSize, optional + 96 + 14 * 8 + 4);
  const section = optional + 224;
  headers.write('.text', section, 'latin1');
  headers.writeUInt32LE(sectionSize, section + 8);
  headers.writeUInt32LE(sectionAddress, section + 12);
  headers.writeUInt32LE(rawSize, section + 16);
  headers.writeUInt32LE(alignment, section + 20);
  headers.writeUInt32LE(0x6000_0020, section + 36);
  return headers;
}

function writeMetadata(plan: AssemblyPlan): Buffer {
  const names = createHeap((text) => Buffer.from(`${text}\0`, 'utf8'));
  const values = createHeap((hex) => {
    const bytes = Buffer.from(hex, 'hex');
    // Nothing here is longer than a public key, whose length takes two bytes.
    const length = bytes.length < 0x80 ? [bytes.length] : [0x80 | (bytes.length >> 8), bytes.length & 0xff];
    return Buffer.concat([Buffer.from(length), bytes]);
  });
  const tables = writeTables(plan, names.add, values.add);
  const moduleId = createHash('sha256').update(`${plan.name}, ${plan.version}`).digest().subarray(0, 16);
  const streams: readonly (readonly [string, Buffer])[] = [
    ['#~', padded(tables, 4)],
    ['#Strings', padded(names.bytes(), 4)],
    ['#GUID', moduleId],
    ['#Blob', padded(values.bytes(), 4)],
  ];
  const version = padded(Buffer.from('v4.0.30319\0', 'latin1'), 4);
  const root = Buffer.alloc(20 + version.length);
  root.writeUInt32LE(0x424a_5342, 0);
  root.writeUInt16LE(1, 4);
  root.writeUInt16LE(1, 6);
  root.writeUInt32LE(version.length, 12);
  version.copy(root, 16);
  root.writeUInt16LE(streams.length, 18 + version.length);
  const labels = streams.map(([name]) => padded(Buffer.from(`${name}\0`, 'latin1'), 4));
  let offset = root.length + labels.reduce((sum, label) => sum + 8 + label.length, 0);
  const headers = streams.flatMap(([, bytes], index) => {
    const place = Buffer.alloc(8);
    place.writeUInt32LE(offset, 0);
    place.writeUInt32LE(bytes.length, 4);
    offset += bytes.length;
    return [place, labels[index] ?? Buffer.alloc(0)];
  });
  return Buffer.concat([root, ...headers, ...streams.map(([, bytes]) => bytes)]);
}

/** Widths of a row's cells in bytes, then the rows. */
type WrittenTable = { readonly widths: string; readonly rows: readonly (readonly number[])[] };

const frameworkToken = 'b77a5c561934e089';
const microsoftToken = '31bf3856ad364e35';
const framework = '.NETFramework,Version=v4.6.2';
const referenceTo = (row: number): number => (row << 2) | 1;

function writeTables(
  { name, version, signer, plugins, activities }: AssemblyPlan,
  text: (value: string) => number,
  blob: (hex: string) => number,
): Buffer {
  const [major = 0, minor = 0, build = 0, revision = 0] = version.split('.').map(Number);
  const hasActivities = activities.length > 0;
  const inAssembly = (row: number): number => (row << 2) | 2;
  const classes = [
    ...plugins.map((fullName) => ({ fullName, isActivity: false })),
    ...activities.map((fullName) => ({ fullName, isActivity: true })),
  ];
  const assembly = (parts: readonly number[], token: string, label: string): number[] => [
    ...parts,
    0,
    blob(token),
    text(label),
    0,
    0,
  ];
  const constructorOfNothing = blob('200001');
  const frameworkValue = `0100${framework.length.toString(16)}${Buffer.from(framework).toString('hex')}0000`;

  const tables: { readonly [table: number]: WrittenTable } = {
    0: { widths: '22222', rows: [[0, text(`${name}.dll`), 1, 0, 0]] },
    1: {
      widths: '222',
      rows: [
        [inAssembly(1), text('Object'), text('System')],
        [inAssembly(2), text('IPlugin'), text('Microsoft.Xrm.Sdk')],
        [inAssembly(1), text('IServiceProvider'), text('System')],
        [inAssembly(1), text('TargetFrameworkAttribute'), text('System.Runtime.Versioning')],
        ...(hasActivities
          ? [
              [inAssembly(3), text('CodeActivity'), text('System.Activities')],
              [inAssembly(3), text('CodeActivityContext'), text('System.Activities')],
            ]
          : []),
      ],
    },
    2: {
      widths: '422222',
      rows: [
        [0, text('<Module>'), 0, 0, 1, 1],
        ...classes.map(({ fullName, isActivity }, index) => {
          const dot = fullName.lastIndexOf('.');
          const base = referenceTo(isActivity ? 5 : 1);
          return [
            0x10_0001,
            text(fullName.slice(dot + 1)),
            text(fullName.slice(0, dot)),
            base,
            1,
            1 + index * 2,
          ];
        }),
      ],
    },
    6: {
      widths: '422222',
      rows: classes.flatMap(({ isActivity }) => [
        [
          isActivity ? addresses.activity : addresses.plugin,
          0,
          0x1886,
          text('.ctor'),
          constructorOfNothing,
          1,
        ],
        isActivity
          ? [addresses.execute, 0, 0xc4, text('Execute'), blob('2001011219'), 1]
          : [addresses.execute, 0, 0x1e6, text('Execute'), blob('200101120d'), 1],
      ]),
    },
    9: { widths: '22', rows: plugins.map((_, index) => [index + 2, referenceTo(2)]) },
    10: {
      widths: '222',
      rows: [
        [(1 << 3) | 1, text('.ctor'), constructorOfNothing],
        [(4 << 3) | 1, text('.ctor'), blob('2001010e')],
        ...(hasActivities ? [[(5 << 3) | 1, text('.ctor'), constructorOfNothing]] : []),
      ],
    },
    12: { widths: '222', rows: [[(1 << 5) | 14, (2 << 3) | 3, blob(frameworkValue)]] },
    32: {
      widths: '422224222',
      rows: [
        [0x8004, major, minor, build, revision, 1, blob(signer.publicKey.toString('hex')), text(name), 0],
      ],
    },
    35: {
      widths: '222242222',
      rows: [
        assembly([4, 0, 0, 0], frameworkToken, 'mscorlib'),
        assembly([9, 0, 0, 0], microsoftToken, 'Microsoft.Xrm.Sdk'),
        ...(hasActivities ? [assembly([4, 0, 0, 0], microsoftToken, 'System.Activities')] : []),
      ],
    },
  };
  return encodeTables(tables);
}

function encodeTables(tables: { readonly [table: number]: WrittenTable }): Buffer {
  const present = Object.entries(tables).filter(([, { rows }]) => rows.length > 0);
  const header = Buffer.alloc(24 + present.length * 4);
  header[4] = 2;
  header[7] = 1;
  const mask = present.reduce((bits, [table]) => bits | (1n << BigInt(table)), 0n);
  header.writeBigUInt64LE(mask, 8);
  header.writeBigUInt64LE(0x0000_1600_3301_fa00n, 16);
  present.forEach(([, { rows }], index) => {
    header.writeUInt32LE(rows.length, 24 + index * 4);
  });
  const cells = present.flatMap(([, { widths, rows }]) =>
    rows.map((row) => {
      const bytes = Buffer.alloc([...widths].reduce((sum, width) => sum + Number(width), 0));
      let at = 0;
      row.forEach((cell, column) => {
        at = widths[column] === '4' ? bytes.writeUInt32LE(cell, at) : bytes.writeUInt16LE(cell, at);
      });
      return bytes;
    }),
  );
  return Buffer.concat([header, ...cells]);
}

/** A heap gives each different content one place; the first place is nothing. */
function createHeap(encode: (content: string) => Buffer) {
  const places = new Map<string, number>([['', 0]]);
  const parts: Buffer[] = [Buffer.alloc(1)];
  let size = 1;
  return {
    add(content: string): number {
      const known = places.get(content);
      if (known !== undefined) return known;
      const bytes = encode(content);
      const place = size;
      places.set(content, place);
      parts.push(bytes);
      size += bytes.length;
      return place;
    },
    bytes: (): Buffer => Buffer.concat(parts),
  };
}

function padded(bytes: Buffer, to: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((to - (bytes.length % to)) % to)]);
}
