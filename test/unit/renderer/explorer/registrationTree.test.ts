import { describe, expect, it } from 'vitest';
import { indexRegistrations } from '../../../../src/renderer/app/registrations/registrationIndex.ts';
import { type TreeRequest, treeOf } from '../../../../src/renderer/features/explorer/registrationTree.ts';
import { solutionMembers } from '../../../../src/renderer/features/explorer/solutionMembers.ts';
import type { SolutionWithContents } from '../../../../src/shared/contract/calls/solutions.ts';
import { AssemblyId, SolutionId } from '../../../../src/shared/domain/ids.ts';
import { RegistrationsBuilder } from '../support/registrationsBuilder.ts';

function outline(builder: RegistrationsBuilder, request?: TreeRequest): string[] {
  return treeOf(builder.registrations, request).entries.map(
    ({ level, label, fact }) => `${'  '.repeat(level - 1)}${label} | ${fact}`,
  );
}

describe('treeOf', () => {
  it('puts packages, assemblies, types, steps and images below each other, then endpoints, then webhooks', () => {
    const builder = new RegistrationsBuilder();
    builder.endpoint('Hook', {
      designationType: 'webhook',
      authorizationType: 'httpHeader',
      url: 'https://example.test/',
    });
    const endpoint = builder.endpoint('Orders');
    builder.step(endpoint, 'Create', 'account');
    const pack = builder.package('contoso_Sales');
    const inside = builder.assembly('Contoso.Sales', { packageId: pack.id });
    builder.assembly('Alone', { managed: true });
    const type = builder.type(inside, 'Contoso.Sales.Pricing');
    const step = builder.step(type, 'Update', 'salesorder', { stage: 'preOperation', mode: 'synchronous' });
    builder.image(step, 'PreImage', { attributes: ['statuscode', 'totalamount'] });
    expect(outline(builder)).toEqual([
      'contoso_Sales | 1.0.0',
      '  Contoso.Sales | 1.0.0.0',
      '    Contoso.Sales.Pricing | 1 step',
      '      Update of salesorder | 20 · sync · 1',
      '        PreImage: statuscode, totalamount | pre-image',
      'Alone | 1.0.0.0 · managed',
      'Orders | Queue · JSON',
      '  Create of account | async',
      'Hook | HTTP header',
    ]);
  });

  it('keeps a name that a user gave to a step', () => {
    const builder = new RegistrationsBuilder();
    const endpoint = builder.endpoint('Orders');
    builder.step(endpoint, 'Create', 'account', { name: 'Tell the warehouse' });
    builder.step(endpoint, 'Create', null);
    expect(outline(builder)).toEqual([
      'Orders | Queue · JSON',
      '  Create of any table | async',
      '  Tell the warehouse | async',
    ]);
  });

  it('greys disabled steps, and sets aside what is hidden or the platform’s own, with all that is in it', () => {
    const builder = new RegistrationsBuilder();
    const endpoint = builder.endpoint('Orders');
    builder.step(endpoint, 'Create', 'account', { enabled: false });
    builder.image(builder.step(endpoint, 'Update', 'account', { hidden: true }), 'Before');
    const hidden = builder.assembly('Hidden.Plugins', { hidden: true });
    builder.step(builder.type(hidden, 'Hidden.Type'), 'Update', 'contact');
    builder.assembly('Microsoft.Crm.ServiceBus');
    const { entries } = treeOf(builder.registrations);
    expect(
      entries.map((entry) => [entry.label, entry.dimmed, entry.kind === 'node' ? entry.aside : '']),
    ).toEqual([
      ['Hidden.Plugins', false, 'hidden'],
      ['Hidden.Type', false, 'hidden'],
      ['Update of contact', false, 'hidden'],
      ['Microsoft.Crm.ServiceBus', false, 'system'],
      ['Orders', false, null],
      ['Create of account', true, null],
      ['Update of account', false, 'hidden'],
      ['Before: all columns', false, 'hidden'],
    ]);
  });

  it('shows what lost its parent as a root instead of hiding it', () => {
    const builder = new RegistrationsBuilder();
    const gone = new RegistrationsBuilder();
    const elsewhere = gone.assembly('Elsewhere', {
      id: AssemblyId.parse('99999999-0000-4000-8000-000000000000'),
    });
    builder.type(elsewhere, 'Lost.Type');
    expect(outline(builder)).toEqual(['Lost.Type | no steps']);
  });
});

function places(): RegistrationsBuilder {
  const builder = new RegistrationsBuilder();
  const assembly = builder.assembly('Sales');
  const pricing = builder.type(assembly, 'Sales.Pricing');
  const credit = builder.type(assembly, 'Sales.Credit');
  const endpoint = builder.endpoint('Orders');
  const sync = { stage: 'preOperation', mode: 'synchronous' } as const;
  builder.image(builder.step(pricing, 'Update', 'quote', { ...sync, rank: 20 }), 'Before');
  builder.step(credit, 'Update', 'quote', { ...sync, rank: 3 });
  builder.step(endpoint, 'Update', 'quote', { rank: 1 });
  builder.step(pricing, 'Update', 'quote', { stage: 'preValidation', mode: 'synchronous', rank: 99 });
  builder.step(credit, 'Create', 'account', { ...sync, name: 'Check the credit', enabled: false });
  builder.step(endpoint, 'Create', null);
  return builder;
}

describe('the tree by table', () => {
  it('has tables, messages, and steps in the order in which they run, named after what they run', () => {
    expect(outline(places(), { view: 'table' })).toEqual([
      'Any table | 1 step',
      '  Create | 1 step',
      '    Orders | 40 · async · 1',
      'account | 1 step',
      '  Create | 1 step',
      '    Check the credit | 20 · sync · 1 · disabled',
      'quote | 4 steps',
      '  Update | 4 steps',
      '    Sales.Pricing | 10 · sync · 99',
      '    Sales.Credit | 20 · sync · 3',
      '    Sales.Pricing | 20 · sync · 20',
      '      Before: all columns | pre-image',
      '    Orders | 40 · async · 1',
    ]);
  });
});

describe('the tree by message', () => {
  it('has messages, tables and steps', () => {
    expect(outline(places(), { view: 'message' }).filter((line) => !line.startsWith('    '))).toEqual([
      'Create | 2 steps',
      '  Any table | 1 step',
      '  account | 1 step',
      'Update | 4 steps',
      '  quote | 4 steps',
    ]);
  });

  it('says what each group gathers', () => {
    const { entries } = treeOf(places().registrations, { view: 'message' });
    expect(entries.flatMap((entry) => (entry.kind === 'group' ? [entry.group] : [])).slice(0, 2)).toEqual([
      { kind: 'message', message: 'Create', table: undefined },
      { kind: 'table', message: 'Create', table: null },
    ]);
  });
});

describe('the tree by package', () => {
  it('has packages alone', () => {
    const builder = new RegistrationsBuilder();
    const pack = builder.package('contoso_Sales');
    builder.assembly('Inside', { packageId: pack.id });
    builder.assembly('Outside');
    builder.endpoint('Orders');
    expect(outline(builder, { view: 'package' })).toEqual(['contoso_Sales | 1.0.0', '  Inside | 1.0.0.0']);
  });
});

describe('the tree by solution', () => {
  const solution = (name: string, end: number): SolutionWithContents => ({
    id: SolutionId.parse(`00000000-0000-4000-8000-0000000000f${end}`),
    uniqueName: name,
    friendlyName: name,
    version: '1.0',
    managed: false,
    publisher: 'Contoso',
    components: { package: [], assembly: [], pluginType: [], serviceEndpoint: [], step: [], image: [] },
  });

  it('has what each solution holds, types with their assembly, steps only where they were put', () => {
    const builder = new RegistrationsBuilder();
    const assembly = builder.assembly('Sales');
    const type = builder.type(assembly, 'Sales.Pricing');
    const inBoth = builder.step(type, 'Update', 'quote');
    builder.image(inBoth, 'Before');
    builder.step(type, 'Create', 'quote');
    const core = solution('Core', 1);
    const steps = solution('Steps', 2);
    core.components.assembly.push(assembly.id);
    core.components.step.push(inBoth.id);
    steps.components.step.push(inBoth.id);
    const members = solutionMembers([core, steps], indexRegistrations(builder.registrations));
    expect(outline(builder, { view: 'solution', members })).toEqual([
      'Core | 1.0',
      '  Sales | 1.0.0.0',
      '    Sales.Pricing | 2 steps',
      '      Update of quote | 40 · async · 1',
      '        Before: all columns | pre-image',
      'Steps | 1.0',
      `  ${inBoth.name} | 40 · async · 1`,
      '    Before: all columns | pre-image',
      'In no solution | default solution only',
      '  Sales.Pricing: Create of quote | 40 · async · 1',
    ]);
    const tree = treeOf(builder.registrations, { view: 'solution', members });
    expect(tree.places.size).toBe(tree.entries.length);
    expect(tree.nodes.get(`step:${inBoth.id}`)).toBe(`solution=${core.id}/step:${inBoth.id}`);
  });
});
