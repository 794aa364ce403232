import { z } from 'zod';
import { labelSuffix } from './odataText.ts';

/** Columns that all registration tables have, and how they become domain words. */

export const text = z.string().nullish();
export const number = z.number().nullish();
export const flag = z.boolean().nullish();

/** A managed property: an object online, a plain boolean in some old versions. */
export const managedProperty = z.union([z.object({ Value: z.boolean() }), z.boolean()]).nullish();

export function propertyValue(property: z.output<typeof managedProperty>, otherwise: boolean): boolean {
  if (property === null || property === undefined) return otherwise;
  return typeof property === 'boolean' ? property : property.Value;
}

const modifierName = `_modifiedby_value${labelSuffix}` as const;

/** Selected with every registration row. */
export const changeColumns = 'createdon,modifiedon,_modifiedby_value,ismanaged';
export const changeShape = {
  createdon: text,
  modifiedon: text,
  [modifierName]: text,
  ismanaged: flag,
} as const;

export interface ChangeRow {
  readonly createdon?: string | null | undefined;
  readonly modifiedon?: string | null | undefined;
  readonly [modifierName]?: string | null | undefined;
  readonly ismanaged?: boolean | null | undefined;
}

export interface Changes {
  createdOn: string | null;
  modifiedOn: string | null;
  modifiedBy: string | null;
  managed: boolean;
}

export function changesOf(row: ChangeRow): Changes {
  return {
    createdOn: row.createdon ?? null,
    modifiedOn: row.modifiedon ?? null,
    modifiedBy: row[modifierName] ?? null,
    managed: row.ismanaged ?? false,
  };
}

/** `a, b` to its names; null, which means all, for nothing. */
export function namesOf(list: string | null | undefined): string[] | null {
  if (list === null || list === undefined) return null;
  // Written without spaces as a rule: the quick way first, for there are thousands of these.
  const parts = list.split(',');
  const names = /[\s]|^,|,,|,$|^$/.test(list) ? parts.map((name) => name.trim()).filter(Boolean) : parts;
  return names.length > 0 ? names : null;
}
