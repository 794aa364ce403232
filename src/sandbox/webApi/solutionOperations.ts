import { badRequest, invalidArgument, invalidPayload } from '../dataverseFault.ts';
import { requirePrivilege } from '../operations/rowWriter.ts';
import { componentTypeOf } from '../rules/componentTypes.ts';
import { type Component, type Dependency, parentOf } from '../rules/dependencies.ts';
import {
  checkCanJoin,
  membershipOf,
  namedComponent,
  newMembership,
  requiredRoots,
  targetSolution,
} from '../rules/solutionRules.ts';
import { seedId } from '../seed/seedId.ts';
import { lookupIn, type Row, textIn } from '../store/row.ts';
import type { RowStore } from '../store/rowStore.ts';
import { isGuid } from './address.ts';
import { type ApiContext, write } from './apiMessage.ts';

type Body = { readonly [name: string]: unknown };
type Result = { readonly [name: string]: unknown };

/** Puts a component into an unmanaged solution. One that is there already stays, and that is no failure. */
export async function addSolutionComponent(context: ApiContext, body: Body): Promise<Result> {
  refuseUnknown(body, [
    'ComponentId',
    'ComponentType',
    'SolutionUniqueName',
    'AddRequiredComponents',
    'DoNotIncludeSubcomponents',
    'IncludedComponentSettingsValues',
  ]);
  const { store } = context.organisation;
  requireSolutionWrite(context);
  const id = guidOf(body, 'ComponentId');
  const type = wholeOf(body, 'ComponentType');
  const withRequired = booleanOf(body, 'AddRequiredComponents');
  const withoutParts = optionalBooleanOf(body, 'DoNotIncludeSubcomponents');
  const solution = targetSolution(store, textOf(body, 'SolutionUniqueName'));
  const component = namedComponent(store, type, id);
  checkCanJoin(store, component);
  return write(context, async (writer) => {
    const join = async (member: Component, behaviour: number): Promise<string> => {
      const present = membershipOf(store, solution, member.id);
      if (present !== undefined) return membershipId(present);
      const row = newMembership(solution, member, behaviour);
      await writer.create('solutioncomponent', row, { asPlatform: true });
      return membershipId(row);
    };
    for (const required of withRequired ? requiredRoots(store, component) : []) await join(required, 0);
    return { id: await join(component, withoutParts ? 1 : 0) };
  });
}

/**
 * Takes a component out of an unmanaged solution; the component itself stays. What is called `solutioncomponentid` in
 * the body is the component's own id. A membership's id is taken as well.
 */
export async function removeSolutionComponent(context: ApiContext, body: Body): Promise<Result> {
  refuseUnknown(body, ['SolutionComponent', 'ComponentType', 'SolutionUniqueName']);
  const { store } = context.organisation;
  requireSolutionWrite(context);
  const named = body.SolutionComponent;
  if (typeof named !== 'object' || named === null || Array.isArray(named)) throw missing('SolutionComponent');
  const id = guidOf({ ...named }, 'solutioncomponentid');
  const type = wholeOf(body, 'ComponentType');
  const uniqueName = textOf(body, 'SolutionUniqueName');
  const solution = targetSolution(store, uniqueName);
  const membership = membershipOf(store, solution, id) ?? ownMembership(store, solution, id);
  if (membership === undefined || membership.componenttype !== type)
    throw invalidArgument(
      `The solution '${uniqueName}' holds no component of type ${type} with the id ${id}, so that none was removed.`,
    );
  await write(context, (writer) =>
    writer.remove('solutioncomponent', membershipId(membership), { asPlatform: true }),
  );
  return { id: membershipId(membership) };
}

function ownMembership(store: RowStore, solution: Row, id: string): Row | undefined {
  const row = store.get('solutioncomponent', id);
  const its = row === undefined ? undefined : lookupIn(row, 'solutionid');
  return its !== undefined && its.id === textIn(solution, 'solutionid') ? row : undefined;
}

function membershipId(row: Row): string {
  return textIn(row, 'solutioncomponentid') ?? '';
}

/** Answers `RetrieveDependenciesForDelete` and its kind: rows of `dependency`, made for the answer. */
export function retrieveDependencies(
  context: ApiContext,
  parameters: ReadonlyMap<string, string>,
  find: (store: RowStore, component: Component) => readonly Dependency[],
): Result {
  const { store } = context.organisation;
  const id = parameters.get('ObjectId')?.replace(/^guid'(.*)'$/, '$1') ?? '';
  const type = parameters.get('ComponentType') ?? '';
  if (!isGuid(id)) throw badRequest("The parameter 'ObjectId' is not a guid.");
  if (!/^\d{1,9}$/.test(type)) throw badRequest("The parameter 'ComponentType' is not a number.");
  const component = namedComponent(store, Number(type), id.toLowerCase());
  return {
    '@odata.context': `${context.root}$metadata#dependencies`,
    value: find(store, component).map((dependency) => dependencyJson(store, dependency)),
  };
}

const dependencyTypes = { internal: 1, published: 2 } as const;
const noParent = '00000000-0000-0000-0000-000000000000';

function dependencyJson(store: RowStore, { dependent, required, kind }: Dependency): Result {
  return {
    dependencyid: seedId('dependency', dependent.id, required.id),
    dependencytype: dependencyTypes[kind],
    dependentcomponenttype: componentTypeOf(dependent.table.name),
    dependentcomponentobjectid: dependent.id,
    dependentcomponentparentid: parentOf(store, dependent) ?? noParent,
    requiredcomponenttype: componentTypeOf(required.table.name),
    requiredcomponentobjectid: required.id,
    requiredcomponentparentid: parentOf(store, required) ?? noParent,
    requiredcomponentintroducedversion: 0,
    versionnumber: store.version,
  };
}

function requireSolutionWrite({ organisation, call }: ApiContext): void {
  const table = organisation.schema.byName('solution');
  if (table !== undefined) requirePrivilege(organisation, call, table, 'Write');
}

function refuseUnknown(body: Body, known: readonly string[]): void {
  for (const name of Object.keys(body))
    if (!known.includes(name))
      throw invalidPayload(
        `the parameter '${name}' in the request payload is not a valid parameter for the operation.`,
      );
}

function missing(name: string): Error {
  return badRequest(`Required parameter '${name}' is missing or has another type.`);
}

function guidOf(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || !isGuid(value)) throw missing(name);
  return value.toLowerCase();
}

function textOf(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string' || value === '') throw missing(name);
  return value;
}

function wholeOf(body: Body, name: string): number {
  const value = body[name];
  if (typeof value !== 'number' || !Number.isInteger(value)) throw missing(name);
  return value;
}

function booleanOf(body: Body, name: string): boolean {
  const value = body[name];
  if (typeof value !== 'boolean') throw missing(name);
  return value;
}

function optionalBooleanOf(body: Body, name: string): boolean {
  return body[name] === undefined || body[name] === null ? false : booleanOf(body, name);
}
