import { describe, expect, it } from 'vitest';
import { solutionComponentsOf } from '../../../../src/shared/domain/solutionComponents.ts';
import { RegistrationsBuilder } from '../../renderer/support/registrationsBuilder.ts';

const builder = new RegistrationsBuilder();
const assembly = builder.assembly('Contoso.Sales');
const type = builder.type(assembly, 'Contoso.Sales.Pricing');
const step = builder.step(type, 'Create', 'account');
const image = builder.image(step, 'Before');
const endpoint = builder.endpoint('Orders');
const posting = builder.step(endpoint, 'Update', 'account');
const { registrations } = builder;

function names(...nodes: readonly { kind: string; id: string }[]) {
  return (withSteps: boolean) => {
    const { components, notes, stepsOfThese } = solutionComponentsOf(registrations, nodes as never, {
      withSteps,
    });
    return { names: components.map(({ name }) => name), notes, steps: stepsOfThese.map(({ name }) => name) };
  };
}

describe('what stands for nodes in a solution', () => {
  it('is an assembly for its types and a step for its images, each once, and says so', () => {
    expect(names(type, assembly, image, step)(false)).toEqual({
      names: [assembly.name, step.name],
      notes: [
        `Plug-in types go in with their assembly: ${assembly.name}.`,
        `Images go in with their step: ${step.name}.`,
      ],
      steps: [],
    });
  });

  it('takes steps along only when they are asked for', () => {
    expect(names(assembly, endpoint)(false)).toMatchObject({
      names: [assembly.name, endpoint.name],
      steps: [step.name, posting.name],
    });
    expect(names(assembly, endpoint)(true).names).toEqual([
      assembly.name,
      endpoint.name,
      step.name,
      posting.name,
    ]);
  });

  it('is the package for its assemblies and types', () => {
    const owner = {
      ...assembly,
      kind: 'package' as const,
      id: '99999999-0000-4000-8000-000000000001',
      name: 'contoso_Sales',
      uniqueName: 'contoso_Sales',
    };
    const packaged = { ...assembly, packageId: owner.id };
    const rows = { ...registrations, packages: [owner], assemblies: [packaged] } as never;
    const { components, notes } = solutionComponentsOf(rows, [{ kind: 'pluginType', id: type.id }], {
      withSteps: true,
    });
    expect(components.map(({ name }) => name)).toEqual(['contoso_Sales', step.name]);
    expect(notes.join(' ')).toContain('with its package: contoso_Sales');
  });

  it('is nothing for what is gone', () => {
    const gone = { kind: 'step' as const, id: '99999999-0000-4000-8000-000000000002' };
    expect(names(gone)(true)).toEqual({ names: [], notes: [], steps: [] });
  });
});
