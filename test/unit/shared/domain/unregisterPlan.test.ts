import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PackageId } from '../../../../src/shared/domain/ids.ts';
import type { NodeReference, RegistrationNode } from '../../../../src/shared/domain/registration.ts';
import {
  planUnregister,
  rowsOf,
  topsOf,
  unregisterOrder,
} from '../../../../src/shared/domain/unregisterPlan.ts';
import { RegistrationsBuilder } from '../../renderer/support/registrationsBuilder.ts';

const builder = new RegistrationsBuilder();
const owner = builder.package('contoso_Package');
const packed = builder.assembly('Contoso.Packed', { packageId: owner.id });
const packedType = builder.type(packed, 'Contoso.Packed.Run');
const packedStep = builder.step(packedType, 'Create', 'account');
const assembly = builder.assembly('Contoso.Sales');
const type = builder.type(assembly, 'Contoso.Sales.Pricing');
const other = builder.type(assembly, 'Contoso.Sales.Numbers');
const step = builder.step(type, 'Create', 'account');
const image = builder.image(step, 'Before');
const endpoint = builder.endpoint('Orders');
const posting = builder.step(endpoint, 'Update', 'account');
const managed = builder.step(endpoint, 'Delete', 'account', { managed: true });
const { registrations } = builder;
const all = rowsOf(registrations);

function to(...nodes: readonly RegistrationNode[]): NodeReference[] {
  return nodes.map(({ kind, id }) => ({ kind, id }) as NodeReference);
}
function names(nodes: readonly NodeReference[]): string[] {
  return nodes.map(({ id }) => all.find((row) => row.id === id)?.name ?? id);
}

describe('the plan of an unregistering', () => {
  it('takes along what hangs on the chosen, each once, and lists images first and assemblies last', () => {
    const plan = planUnregister(registrations, to(assembly, type, step, image));
    expect(names(unregisterOrder(plan))).toEqual(
      [image, step, type, other, assembly].map(({ name }) => name),
    );
    expect(plan).toMatchObject({ obstacles: [], gone: 0 });
    expect(topsOf(plan)).toEqual(to(assembly));
  });

  it('leaves assemblies and types of a package to the package', () => {
    const plan = planUnregister(registrations, to(owner));
    expect(plan.types).toEqual([packedType]);
    expect(names(unregisterOrder(plan))).toEqual([packedStep.name, owner.name]);
    expect(plan.obstacles).toEqual([]);
  });

  it('offers the package in place of a part of it', () => {
    const instead = { kind: 'package', id: owner.id };
    expect(planUnregister(registrations, to(packed)).obstacles).toEqual([
      { sentence: expect.stringContaining('assembly Contoso.Packed is a part of the package'), instead },
    ]);
    expect(planUnregister(registrations, to(packedType)).obstacles).toEqual([
      { sentence: expect.stringContaining('plug-in type Contoso.Packed.Run is a part'), instead },
    ]);
    const orphan = { ...packed, packageId: PackageId.parse('99999999-0000-4000-8000-000000000001') };
    const rows = { ...registrations, assemblies: [orphan] };
    expect(planUnregister(rows, to(orphan)).obstacles).toMatchObject([{ instead: null }]);
  });

  it('says what belongs to a managed solution', () => {
    const { obstacles } = planUnregister(registrations, to(endpoint));
    expect(obstacles.map(({ sentence }) => sentence)).toEqual([
      `The step ${managed.name} belongs to a managed solution. It goes only with that solution.`,
    ]);
  });

  it('goes on with what is left, and refuses only when nothing is', () => {
    const gone: NodeReference[] = [{ kind: 'step', id: '99999999-0000-4000-8000-000000000002' as never }];
    expect(planUnregister(registrations, [...gone, ...to(posting)])).toMatchObject({
      obstacles: [],
      gone: 1,
    });
    expect(planUnregister(registrations, gone)).toMatchObject({
      gone: 1,
      obstacles: [{ sentence: expect.stringContaining('not there any more') }],
    });
  });

  it('lists nothing before what hangs on it', () => {
    fc.assert(
      fc.property(fc.subarray(all), (chosen) => {
        const order = unregisterOrder(planUnregister(registrations, to(...chosen))).map(
          ({ id }) => id as string,
        );
        expect(new Set(order).size).toBe(order.length);
        const isEarlier = (part: string, whole: string) => {
          if (order.includes(part) && order.includes(whole)) {
            expect(order.indexOf(part)).toBeLessThan(order.indexOf(whole));
          }
        };
        for (const { id, stepId } of registrations.images) isEarlier(id, stepId);
        for (const { id, handler } of registrations.steps) isEarlier(id, handler.id);
        for (const { id, assemblyId } of registrations.types) isEarlier(id, assemblyId);
        isEarlier(packedStep.id, owner.id);
      }),
    );
  });
});
