import { describe, expect, it } from 'vitest';
import { formatHexDump, hexRows } from '../../../../src/shared/domain/hexDump.ts';

describe('hexRows', () => {
  it('gives 16 bytes a row, with what can be read of them', () => {
    const bytes = new TextEncoder().encode('@\u0016RemoteExecutionContext~\u007f');
    expect(hexRows(bytes)).toEqual([
      { offset: 0, hex: '40 16 52 65 6d 6f 74 65 45 78 65 63 75 74 69 6f', ascii: '@.RemoteExecutio' },
      { offset: 16, hex: '6e 43 6f 6e 74 65 78 74 7e 7f', ascii: 'nContext~.' },
    ]);
    expect(hexRows(new Uint8Array())).toEqual([]);
  });
});

describe('formatHexDump', () => {
  it('aligns its columns and says how much it leaves out', () => {
    expect(formatHexDump(new Uint8Array(20).fill(0x41), 18)).toBe(
      [
        '00000000  41 41 41 41 41 41 41 41 41 41 41 41 41 41 41 41  AAAAAAAAAAAAAAAA',
        '00000010  41 41                                            AA',
        '… and 2 bytes more',
      ].join('\n'),
    );
  });
});
