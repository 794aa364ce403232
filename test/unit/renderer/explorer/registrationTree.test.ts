import { describe, expect, it } from 'vitest';
import { treeOf } from '../../../../src/renderer/features/explorer/registrationTree.ts';
import { AssemblyId } from '../../../../src/shared/domain/ids.ts';
import { RegistrationsBuilder } from '../support/registrationsBuilder.ts';

function outline(builder: RegistrationsBuilder): string[] {
  return treeOf(builder.registrations).entries.map(
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

  it('greys disabled steps and leaves hidden ones out', () => {
    const builder = new RegistrationsBuilder();
    const endpoint = builder.endpoint('Orders');
    builder.step(endpoint, 'Create', 'account', { enabled: false });
    builder.step(endpoint, 'Update', 'account', { hidden: true });
    builder.assembly('Microsoft.Crm.Hidden', { hidden: true });
    const { entries } = treeOf(builder.registrations);
    expect(entries.map(({ label, fact, dimmed }) => [label, fact, dimmed])).toEqual([
      ['Orders', 'Queue · JSON', false],
      ['Create of account', 'disabled', true],
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

  it('counts siblings from one', () => {
    const builder = new RegistrationsBuilder();
    const endpoint = builder.endpoint('Orders');
    builder.step(endpoint, 'Update', 'account');
    builder.step(endpoint, 'Create', 'account');
    const { entries } = treeOf(builder.registrations);
    expect(entries.map(({ label, position, setSize }) => `${label} ${position}/${setSize}`)).toEqual([
      'Orders 1/1',
      'Create of account 1/2',
      'Update of account 2/2',
    ]);
  });
});
