import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  NodeReference,
  ServiceEndpoint,
  Step,
  StepImage,
} from '../../../../src/shared/domain/registration.ts';
import { NodeReference as NodeReferenceSchema } from '../../../../src/shared/domain/registration.ts';
import { planUnregister, unregisterOrder } from '../../../../src/shared/domain/unregisterPlan.ts';

function id(group: number, number: number): string {
  return `${String(group).repeat(8)}-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
function node(kind: NodeReference['kind'], group: number, number: number): NodeReference {
  return NodeReferenceSchema.parse({ kind, id: id(group, number) });
}

// Only what the plan looks at; the rest of a row means nothing to it.
const endpoint = (number: number, managed = false) =>
  ({ kind: 'serviceEndpoint', id: id(1, number), name: `E${number}`, managed }) as unknown as ServiceEndpoint;
const step = (number: number, handler: string, managed = false) =>
  ({
    kind: 'step',
    id: id(2, number),
    name: `S${number}`,
    handler: { kind: 'serviceEndpoint', id: handler },
    managed,
  }) as unknown as Step;
const image = (number: number, of: string) =>
  ({
    kind: 'image',
    id: id(3, number),
    name: `I${number}`,
    stepId: of,
    managed: false,
  }) as unknown as StepImage;

const registrations = {
  endpoints: [endpoint(1), endpoint(2)],
  steps: [step(1, id(1, 1)), step(2, id(1, 1)), step(3, id(1, 2)), step(4, id(9, 9), true)],
  images: [image(1, id(2, 1)), image(2, id(2, 1)), image(3, id(2, 3))],
};

describe('the plan of an unregistering', () => {
  it('takes steps with their endpoint and images with their step, each once', () => {
    const plan = planUnregister(registrations, [
      node('serviceEndpoint', 1, 1),
      node('step', 2, 1),
      node('image', 3, 1),
    ]);
    expect(unregisterOrder(plan).map((one) => one.id)).toEqual([
      id(3, 1),
      id(3, 2),
      id(2, 1),
      id(2, 2),
      id(1, 1),
    ]);
    expect(plan.obstacles).toEqual([]);
  });

  it('says what stands against it', () => {
    const plan = planUnregister(registrations, [
      node('step', 2, 4),
      node('step', 2, 99),
      node('assembly', 4, 1),
    ]);
    expect(plan.obstacles).toEqual([
      expect.stringContaining('An assembly cannot'),
      expect.stringContaining('not there any more'),
      expect.stringContaining('The step S4 belongs to a managed solution'),
    ]);
  });

  it('lists nothing before what hangs on it', () => {
    const nodes = fc.array(
      fc.oneof(
        fc.integer({ min: 1, max: 3 }).map((n) => node('serviceEndpoint', 1, n)),
        fc.integer({ min: 1, max: 5 }).map((n) => node('step', 2, n)),
        fc.integer({ min: 1, max: 4 }).map((n) => node('image', 3, n)),
      ),
    );
    fc.assert(
      fc.property(nodes, (chosen) => {
        const order = unregisterOrder(planUnregister(registrations, chosen)).map((one) => one.id as string);
        expect(new Set(order).size).toBe(order.length);
        for (const { id: own, stepId } of registrations.images) {
          if (order.includes(stepId)) expect(order.indexOf(own)).toBeLessThan(order.indexOf(stepId));
        }
        for (const { id: own, handler } of registrations.steps) {
          if (order.includes(handler.id)) expect(order.indexOf(own)).toBeLessThan(order.indexOf(handler.id));
        }
      }),
    );
  });
});
