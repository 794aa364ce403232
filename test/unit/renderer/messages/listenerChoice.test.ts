import { describe, expect, it } from 'vitest';
import {
  listenerModeOf,
  reasonAgainstListening,
  sourceName,
  sourceOf,
} from '../../../../src/renderer/features/messages/listenerChoice.ts';
import { DesignationTypeName } from '../../../../src/shared/domain/registration.ts';
import { RegistrationsBuilder } from '../support/registrationsBuilder.ts';

const queue = {
  ...new RegistrationsBuilder().endpoint('Orders'),
  designationType: 'queue' as const,
  path: 'orders',
};
const topic = { ...queue, designationType: 'topic' as const };
const plain = { subscription: '', deadLetter: false };

describe('where messages are read', () => {
  it('is the queue itself, or its dead letters', () => {
    expect(sourceOf(queue, plain)).toEqual({
      kind: 'source',
      source: { entityPath: 'orders', subscription: null, deadLetter: false },
    });
    expect(sourceOf(queue, { subscription: 'left over', deadLetter: true })).toEqual({
      kind: 'source',
      source: { entityPath: 'orders', subscription: null, deadLetter: true },
    });
  });

  it('is a subscription of a topic, which has to be named', () => {
    expect(sourceOf(topic, plain)).toMatchObject({ kind: 'missing' });
    expect(sourceOf(topic, { subscription: ' audit ', deadLetter: false })).toMatchObject({
      source: { subscription: 'audit' },
    });
  });

  it('is nowhere without a path', () => {
    expect(sourceOf({ ...queue, path: null }, plain)).toMatchObject({ kind: 'missing' });
  });

  it('has a name', () => {
    expect(sourceName({ entityPath: 'orders', subscription: null, deadLetter: true })).toBe(
      'dead letters of orders',
    );
    expect(sourceName({ entityPath: 'events', subscription: 'audit', deadLetter: false })).toBe(
      'events › audit',
    );
  });

  it('can be read for queues and topics, and for every other type there is a reason', () => {
    for (const designationType of DesignationTypeName.options) {
      const reason = reasonAgainstListening({ ...queue, designationType });
      if (designationType === 'queue' || designationType === 'topic') expect(reason).toBeNull();
      else expect(reason).toMatch(/\w\.$/);
    }
  });

  it('takes messages out only when that was chosen', () => {
    expect(listenerModeOf('peekAll')).toEqual({ mode: 'peek', fromBeginning: true });
    expect(listenerModeOf('peekNew')).toEqual({ mode: 'peek', fromBeginning: false });
    expect(listenerModeOf('receive').mode).toBe('receive');
  });
});
