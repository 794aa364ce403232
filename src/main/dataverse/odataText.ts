/** Pieces of OData addresses. */

/** A text literal for a filter, encoded for an address: quotes doubled, everything else percent-encoded. */
export function textLiteral(text: string): string {
  return encodeURIComponent(`'${text.replaceAll("'", "''")}'`);
}

/** `a eq 1 or a eq 2 …`, in brackets, encoded; for ids, which need no quotes. */
export function anyOf(column: string, ids: readonly string[]): string {
  return `(${ids.map((id) => `${column}%20eq%20${id}`).join('%20or%20')})`;
}

/** Ids in groups so small that an address with one of them stays far below the 32,768 characters that are allowed. */
export function groupsOf<Item>(items: readonly Item[], size: number): Item[][] {
  const groups: Item[][] = [];
  for (let index = 0; index < items.length; index += size) groups.push(items.slice(index, index + size));
  return groups;
}

/** Encodes the spaces of a filter written by us; the literals in it are encoded already. */
export function filterText(filter: string): string {
  return filter.replaceAll(' ', '%20');
}

/** The suffix under which a label of a column comes along when it is asked for. */
export const labelSuffix = '@OData.Community.Display.V1.FormattedValue';
export const targetTableSuffix = '@Microsoft.Dynamics.CRM.lookuplogicalname';

/** Asks for the labels of choices and names of lookups, and for the table that a lookup points to. */
export const labelsAndTargets =
  'odata.include-annotations="OData.Community.Display.V1.FormattedValue,Microsoft.Dynamics.CRM.lookuplogicalname"';
/** Rows per page: the most that Dataverse gives. */
export const wholePages = 'odata.maxpagesize=5000';
