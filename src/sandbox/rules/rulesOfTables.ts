import type { TableRules } from './tableRules.ts';

const none: TableRules = {};

const rules: { readonly [table: string]: TableRules } = {};

/** The rules of the table; an empty set for tables without any. */
export function rulesOf(table: string): TableRules {
  return rules[table] ?? none;
}
