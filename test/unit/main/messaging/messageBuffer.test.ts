import { describe, expect, it } from 'vitest';
import type { BrokerMessage } from '../../../../src/main/messaging/brokerMessage.ts';
import { MessageBuffer } from '../../../../src/main/messaging/messageBuffer.ts';

const message = (bytes: number): BrokerMessage => ({
  body: new Uint8Array(bytes),
  contentType: undefined,
  sequenceNumber: null,
  enqueuedAt: undefined,
  applicationKeys: [],
  properties: () => ({ broker: [], application: [] }),
});

describe('the messages kept', () => {
  it('are numbered from 1, and the oldest are let go and counted when there are too many', () => {
    const buffer = new MessageBuffer<number>({ messages: 3, bytes: 1_000 });
    for (let index = 0; index < 5; index += 1) buffer.add(message(1), (number) => number);
    expect(buffer.summariesAfter(0)).toEqual([3, 4, 5]);
    expect(buffer.dropped).toBe(2);
    expect(buffer.find(2)).toBeUndefined();
    expect(buffer.find(5)?.number).toBe(5);
    expect(buffer.summariesAfter(4)).toEqual([5]);
  });

  it('are let go when they take too many bytes, but never the newest', () => {
    const buffer = new MessageBuffer<number>({ messages: 100, bytes: 10 });
    buffer.add(message(6), (number) => number);
    buffer.add(message(6), (number) => number);
    expect(buffer.summariesAfter(0)).toEqual([2]);
    buffer.add(message(50), (number) => number);
    expect(buffer.summariesAfter(0)).toEqual([3]);
    expect(buffer.dropped).toBe(2);
  });

  it('keep counting after they are cleared', () => {
    const buffer = new MessageBuffer<number>();
    buffer.add(message(1), (number) => number);
    buffer.clear();
    expect(buffer.size).toBe(0);
    expect(buffer.add(message(1), (number) => number)).toBe(2);
    expect(buffer.dropped).toBe(0);
  });
});
