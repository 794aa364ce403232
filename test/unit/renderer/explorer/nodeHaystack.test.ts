import { describe, expect, it } from 'vitest';
import { haystackOf, whereFound } from '../../../../src/renderer/features/explorer/nodeHaystack.ts';
import { UserId } from '../../../../src/shared/domain/ids.ts';
import { RegistrationsBuilder } from '../support/registrationsBuilder.ts';

const builder = new RegistrationsBuilder();
const type = builder.type(builder.assembly('Sales'), 'Sales.Pricing');
const step = builder.step(type, 'Update', 'quote', {
  configuration: '<settings>\n  <url>https://erp.contoso.example/prices</url>\n</settings>',
  runAsUserId: UserId.parse('00000000-0000-4000-8000-00000000cccc'),
  runAsUserName: 'Integration User',
  filteringAttributes: ['totalamount', 'statuscode'],
});
const shown = 'Update of quote\n40 · async · 1';

describe('what a search looks through', () => {
  it.each(['erp.contoso', 'integration user', 'totalamount', 'post-operation', 'cccc', 'quote', 'nancy'])(
    'has %s',
    (term) => expect(haystackOf(step)).toContain(term),
  );
});

describe('whereFound', () => {
  it('says where the row does not', () => {
    expect(whereFound(step, ['erp.contoso'], shown)).toBe(
      'Configuration: …<url>https://erp.contoso.example/prices<…',
    );
    expect(whereFound(step, ['quote', 'integration'], shown)).toBe('Runs as: Integration User');
    expect(whereFound(step, ['statuscode'], shown)).toBe('Columns: totalamount, statuscode');
  });

  it('says nothing where the row shows it, and of what does not match', () => {
    expect(whereFound(step, ['update', 'quote'], shown)).toBeNull();
    expect(whereFound(step, ['update', 'nowhere'], shown)).toBeNull();
    expect(whereFound({ ...step, description: step.name }, ['pricing'], shown)).toBeNull();
    expect(whereFound(builder.image(step, 'Before'), ['erp'], 'Before')).toBeNull();
  });
});
