import { badRequest } from '../dataverseFault.ts';

/** Reads `A=1,B=@p1`; an alias stands for the value of the query option of that name. */
export function parseParameters(argument: string, aliases: ReadonlyMap<string, string>): Map<string, string> {
  const parameters = new Map<string, string>();
  if (argument.trim() === '') return parameters;
  for (const item of argument.split(',')) {
    const [, name, value] = /^\s*(\w+)\s*=\s*(.*?)\s*$/s.exec(item) ?? [];
    if (name === undefined || value === undefined)
      throw badRequest('The parameters of the function are not well formed.');
    const resolved = value.startsWith('@') ? aliases.get(value) : value;
    if (resolved === undefined) throw badRequest(`The parameter alias '${value}' has no value.`);
    parameters.set(name, resolved);
  }
  return parameters;
}
