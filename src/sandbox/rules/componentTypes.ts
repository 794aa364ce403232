/** Codes that are the same in every organisation. */
const fixedTypes: { readonly [table: string]: number } = {
  workflow: 29,
  plugintype: 90,
  pluginassembly: 91,
  sdkmessageprocessingstep: 92,
  sdkmessageprocessingstepimage: 93,
  serviceendpoint: 95,
};

/** A kind of component whose code each organisation gives itself; clients look it up by `primaryentityname`. */
export type ComponentDefinition = { readonly name: string; readonly table: string; readonly type: number };

export const componentDefinitions: readonly ComponentDefinition[] = [
  { name: 'Custom API', table: 'customapi', type: 10_027 },
  { name: 'Custom API Request Parameter', table: 'customapirequestparameter', type: 10_028 },
  { name: 'Custom API Response Property', table: 'customapiresponseproperty', type: 10_029 },
  { name: 'Plugin Package', table: 'pluginpackage', type: 10_184 },
  { name: 'Managed Identity', table: 'managedidentity', type: 10_213 },
];

const typeOfTable = new Map<string, number>([
  ...Object.entries(fixedTypes),
  ...componentDefinitions.map(({ table, type }) => [table, type] as const),
]);
const tableOfType = new Map([...typeOfTable].map(([table, type]) => [type, table]));

/** These have no place of their own in a solution: types come with their assembly, images with their step. */
const travelling = new Set(['plugintype', 'sdkmessageprocessingstepimage']);

/** Undefined for tables whose rows are no solution components, such as the secure configuration of steps. */
export function componentTypeOf(table: string): number | undefined {
  return typeOfTable.get(table);
}

export function tableOfComponentType(type: number): string | undefined {
  return tableOfType.get(type);
}

/** Whether rows of the table join a solution on their own. */
export function isRootComponent(table: string): boolean {
  return typeOfTable.has(table) && !travelling.has(table);
}
