export interface HexRow {
  /** Of the row's first byte, from the start. */
  readonly offset: number;
  /** Up to 16 bytes, `40 16 52 …`. */
  readonly hex: string;
  /** The same bytes as ASCII, a dot for what can't be shown. */
  readonly ascii: string;
}

const bytesPerRow = 16;

/** Bytes as the rows of a hex dump, 16 a row. */
export const hexRows = (bytes: Uint8Array): HexRow[] => {
  const rows: HexRow[] = [];
  for (let offset = 0; offset < bytes.length; offset += bytesPerRow) {
    const part = [...bytes.subarray(offset, offset + bytesPerRow)];
    rows.push({
      offset,
      hex: part.map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
      ascii: part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(''),
    });
  }
  return rows;
};

/** A hex dump as text. @param mostBytes how many bytes to show; a last line says how many are left out */
export const formatHexDump = (bytes: Uint8Array, mostBytes = 64 * 1024): string => {
  const lines = hexRows(bytes.subarray(0, mostBytes)).map(
    ({ offset, hex, ascii }) =>
      `${offset.toString(16).padStart(8, '0')}  ${hex.padEnd(bytesPerRow * 3 - 1)}  ${ascii}`,
  );
  const hidden = bytes.length - mostBytes;
  return hidden > 0 ? [...lines, `… and ${hidden} bytes more`].join('\n') : lines.join('\n');
};
