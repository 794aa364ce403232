import { describe, expect, it } from 'vitest';
import {
  checkPropertyText,
  type EditableProperty,
  editableProperties,
  propertyText,
} from '../../../../src/shared/domain/editableProperty.ts';
import { RegistrationsBuilder } from '../../renderer/support/registrationsBuilder.ts';

describe('what can be changed on the spot', () => {
  const builder = new RegistrationsBuilder();
  const assembly = builder.assembly('Sales', { description: 'Ours' });
  const type = builder.type(assembly, 'Sales.Pricing');
  const step = builder.step(type, 'Update', 'quote', { rank: 3 });

  it('is what the server takes, and nothing of what belongs to a publisher', () => {
    expect(editableProperties(assembly)).toEqual(['description']);
    expect(editableProperties(type)).not.toContain('workflowActivityGroup');
    expect(editableProperties({ ...type, workflowActivity: true })).toContain('workflowActivityGroup');
    expect(editableProperties({ ...type, managed: true })).toEqual([]);
    expect(editableProperties({ ...step, managed: true, customizable: true })).toEqual(['rank']);
    expect(editableProperties({ ...step, managed: true, customizable: false })).toEqual([]);
  });

  it('is shown as it is typed', () => {
    expect(propertyText(step, 'rank')).toBe('3');
    expect(propertyText(assembly, 'description')).toBe('Ours');
    expect(propertyText(step, 'description')).toBe('');
  });

  it.each([
    ['rank', '1', true],
    ['rank', ' 20 ', true],
    ['rank', '0', false],
    ['rank', '1.5', false],
    ['rank', '2147483648', false],
    ['name', '', false],
    ['friendlyName', '  ', false],
    ['description', '', true],
    ['description', 'x'.repeat(256), true],
    ['description', 'x'.repeat(257), false],
  ] satisfies [EditableProperty, string, boolean][])('%s "%s" fits: %s', (property, text, fits) => {
    expect(checkPropertyText(property, text) === null).toBe(fits);
  });
});
