import { type LookupValue, lookupIn, type Row, textIn } from '../store/row.ts';
import { endpointId } from './seedEndpoints.ts';
import { seedId } from './seedId.ts';
import { filterId, messageId } from './seedMessages.ts';
import { daysAgo, hidden, managedColumns, type SeedPlace } from './seedPlace.ts';
import { typeId } from './seedPlugins.ts';
import { seedComponent, solutionId } from './seedSolutions.ts';
import { userId } from './seedUsers.ts';
import { type ImageSeed, type StepSeed, stepSeeds } from './stepSeeds.ts';

/** Property that an image is read from, by message. */
const imageProperties: { readonly [message: string]: string } = { Create: 'Id' };

function handlerOf({ on }: StepSeed): LookupValue {
  return 'type' in on
    ? { table: 'plugintype', id: typeId(on.type) }
    : { table: 'serviceendpoint', id: endpointId(on.endpoint) };
}

/** As the registration tool names steps. */
export function stepName({ on, message, table }: StepSeed): string {
  const handler = 'type' in on ? (on.type.split(' ')[0] ?? '') : on.endpoint;
  return `${handler}: ${message} of ${table === undefined ? 'any Entity' : table}`;
}

export function stepId(seed: StepSeed): string {
  const handler = 'type' in seed.on ? seed.on.type : seed.on.endpoint;
  return seedId('step', handler, seed.message, seed.table ?? '', String(seed.stage));
}

export function seedSteps(place: SeedPlace): void {
  for (const seed of stepSeeds) {
    const id = stepId(seed);
    const handler = handlerOf(seed);
    const handlerRow = place.organisation.store.get(handler.table, handler.id);
    if (handlerRow === undefined) throw new Error(`The handler of the step ${stepName(seed)} is missing.`);
    const date = textIn(handlerRow, 'createdon') ?? daysAgo(place, 1);
    place.organisation.seed('sdkmessageprocessingstep', {
      sdkmessageprocessingstepid: id,
      name: stepName(seed),
      description: stepName(seed),
      stage: seed.stage,
      mode: seed.asynchronous === true ? 1 : 0,
      rank: seed.rank ?? 1,
      asyncautodelete: seed.autoDelete === true,
      filteringattributes: seed.columns ?? null,
      configuration: seed.configuration ?? null,
      ...(seed.disabled === true ? { statecode: 1, statuscode: 2 } : {}),
      ...(seed.hidden === true ? { ishidden: hidden } : {}),
      ...(seed.managedIn === undefined ? {} : managedColumns(solutionId(seed.managedIn))),
      ...linksOf(place, seed, id, handler),
      createdon: date,
      modifiedon: date,
    });
    for (const image of seed.images ?? []) seedImage(place, seed, id, image, date);
    const solution = seed.managedIn ?? solutionOf(place, handler);
    if (solution !== undefined) seedComponent(place, solution, 'sdkmessageprocessingstep', id);
  }
}

function linksOf(place: SeedPlace, seed: StepSeed, id: string, handler: LookupValue): Row {
  const links: { [column: string]: LookupValue | string | null } = {
    eventhandler: handler,
    eventhandlertypecode: handler.table,
    plugintypeid: handler.table === 'plugintype' ? handler : null,
    sdkmessageid: { table: 'sdkmessage', id: messageId(seed.message) },
  };
  if (seed.table !== undefined) {
    const filter = filterId(seed.message, seed.table);
    if (place.organisation.store.get('sdkmessagefilter', filter) === undefined)
      throw new Error(`There is no filter row for ${seed.message} of ${seed.table}.`);
    links.sdkmessagefilterid = { table: 'sdkmessagefilter', id: filter };
  }
  if (seed.runAs !== undefined) links.impersonatinguserid = { table: 'systemuser', id: userId(seed.runAs) };
  if (seed.secure !== undefined) {
    const secureId = seedId('secureconfig', id);
    place.organisation.seed('sdkmessageprocessingstepsecureconfig', {
      sdkmessageprocessingstepsecureconfigid: secureId,
      secureconfig: seed.secure,
    });
    links.sdkmessageprocessingstepsecureconfigid = {
      table: 'sdkmessageprocessingstepsecureconfig',
      id: secureId,
    };
  }
  return links;
}

function seedImage(place: SeedPlace, seed: StepSeed, step: string, image: ImageSeed, date: string): void {
  place.organisation.seed('sdkmessageprocessingstepimage', {
    sdkmessageprocessingstepimageid: seedId('image', step, image.alias),
    name: image.alias,
    entityalias: image.alias,
    imagetype: image.type,
    attributes: image.columns ?? null,
    messagepropertyname: image.property ?? imageProperties[seed.message] ?? 'Target',
    sdkmessageprocessingstepid: { table: 'sdkmessageprocessingstep', id: step },
    ...(seed.managedIn === undefined ? {} : managedColumns(solutionId(seed.managedIn))),
    createdon: date,
    modifiedon: date,
  });
}

/** Steps of the sales assembly were added to its solution, the others to none; endpoint steps follow their endpoint. */
function solutionOf({ organisation }: SeedPlace, handler: LookupValue): string | undefined {
  if (handler.table === 'serviceendpoint') return 'ContosoIntegration';
  const type = organisation.store.get('plugintype', handler.id);
  const assembly = type === undefined ? undefined : lookupIn(type, 'pluginassemblyid');
  const row = assembly === undefined ? undefined : organisation.store.get('pluginassembly', assembly.id);
  return row !== undefined && textIn(row, 'name') === 'Contoso.Sales.Plugins' ? 'ContosoSales' : undefined;
}
