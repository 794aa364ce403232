import { asyncOperationRules } from './asyncOperationRules.ts';
import { customApiPartRules, customApiRules } from './customApiRules.ts';
import { imageRules } from './imageRules.ts';
import { pluginAssemblyRules } from './pluginAssemblyRules.ts';
import { pluginPackageRules } from './pluginPackageRules.ts';
import { pluginTypeRules } from './pluginTypeRules.ts';
import { serviceEndpointRules } from './serviceEndpointRules.ts';
import { stepRules } from './stepRules.ts';
import type { TableRules } from './tableRules.ts';

const none: TableRules = {};

const rules: { readonly [table: string]: TableRules } = {
  asyncoperation: asyncOperationRules,
  customapi: customApiRules,
  customapirequestparameter: customApiPartRules,
  customapiresponseproperty: customApiPartRules,
  pluginassembly: pluginAssemblyRules,
  pluginpackage: pluginPackageRules,
  plugintype: pluginTypeRules,
  sdkmessageprocessingstep: stepRules,
  sdkmessageprocessingstepimage: imageRules,
  serviceendpoint: serviceEndpointRules,
};

/** The rules of the table; an empty set for tables without any. */
export function rulesOf(table: string): TableRules {
  return rules[table] ?? none;
}
