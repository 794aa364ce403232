import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OrderedMessages } from '../../../../src/sandbox/serviceBus/orderedMessages.ts';

interface Item {
  readonly sequenceNumber: number;
  removed: boolean;
  taken: boolean;
}

test('messages are taken in order, whatever is removed and given back in between', () => {
  const steps = fc.array(
    fc.record({
      kind: fc.constantFrom('append', 'append', 'take', 'take', 'remove', 'giveBack'),
      at: fc.nat(),
    }),
    { maxLength: 600 },
  );
  fc.assert(
    fc.property(steps, (all) => {
      const messages = new OrderedMessages<Item>();
      let model: Item[] = [];
      let next = 1;
      for (const { kind, at } of all) {
        if (kind === 'append') {
          const item = { sequenceNumber: next++, removed: false, taken: false };
          messages.append(item);
          model.push(item);
        } else if (kind === 'take') {
          const found = messages.nextWhere(({ taken }) => !taken);
          expect(found).toBe(model.find(({ taken }) => !taken));
          if (found) found.taken = true;
        } else {
          const item = model[at % Math.max(model.length, 1)];
          if (item === undefined) continue;
          if (kind === 'remove') {
            messages.remove(item);
            model = model.filter((one) => one !== item);
          } else if (item.taken) {
            item.taken = false;
            messages.rewindTo(item);
          }
        }
      }
      expect(messages.count).toBe(model.length);
      expect([...messages.from(0)]).toEqual(model);
      const middle = model[Math.floor(model.length / 2)];
      if (middle) {
        expect(messages.find(middle.sequenceNumber)).toBe(middle);
        expect([...messages.from(middle.sequenceNumber)][0]).toBe(middle);
      }
    }),
  );
});
