import { randomUUID } from 'node:crypto';
import type { SandboxAddresses } from '../../../../src/main/ports.ts';
import { FailureError } from '../../../../src/shared/contract/failure.ts';
import {
  type NodeReference,
  NodeReference as Reference,
} from '../../../../src/shared/domain/registration.ts';
import { buildPluginAssembly } from '../../../support/buildPluginAssembly.ts';

export type Json = Record<string, unknown>;

export const steps = 'sdkmessageprocessingsteps';
const images = 'sdkmessageprocessingstepimages';
const secrets = 'sdkmessageprocessingstepsecureconfigs';
/** A secure configuration. */
export const word = 'Never-In-A-File-4711';
export async function failureOf(promise: Promise<unknown>): Promise<FailureError['failure']> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof FailureError) return error.failure;
  throw new Error(`A FailureError was expected, not ${String(error)}.`);
}

export function node(kind: NodeReference['kind'], id: string): NodeReference {
  return Reference.parse({ kind, id });
}

/** What the server keeps for itself, and what changes with each writing. */
const passing =
  /versionnumber|modifiedon|createdon|overwritetime|etag|idunique|_value@|solutionid|componentstate/;

/** Plug-ins put into an organisation straight through its Web API, past everything that is tested. */
export function arrangePlugins(addresses: SandboxAddresses) {
  /** Straight to the Web API, past everything that is tested here. */
  async function request(method: string, path: string, body?: Json, headers: Json = {}): Promise<Json> {
    const { webApi, accessToken } = addresses;
    const response = await fetch(new URL(path, webApi), {
      method,
      headers: {
        Authorization: `Bearer ${accessToken}`,
        'Content-Type': 'application/json',
        ...(headers as Record<string, string>),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? {} : JSON.parse(text);
  }

  async function create(set: string, key: string, body: Json, headers: Json = {}): Promise<string> {
    const id = randomUUID();
    await request('POST', set, { [key]: id, ...body }, headers);
    return id;
  }

  async function idOf(set: string, key: string, filter: string): Promise<string> {
    const { value } = await request(
      'GET',
      `${set}?$select=${key}&$filter=${encodeURIComponent(filter)}&$top=1`,
    );
    return String((value as Json[])[0]?.[key]);
  }

  let made = 0;

  async function makeStep(type: string, change: Json = {}): Promise<string> {
    const message = await idOf('sdkmessages', 'sdkmessageid', "name eq 'Update'");
    const filter = await idOf(
      'sdkmessagefilters',
      'sdkmessagefilterid',
      `_sdkmessageid_value eq ${message} and primaryobjecttypecode eq 'account'`,
    );
    return create(steps, 'sdkmessageprocessingstepid', {
      name: `A step ${made}`,
      description: 'What it does.',
      stage: 40,
      mode: 0,
      rank: 7,
      supporteddeployment: 0,
      filteringattributes: 'name,telephone1',
      configuration: '<settings/>',
      'sdkmessageid@odata.bind': `/sdkmessages(${message})`,
      'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${filter})`,
      'eventhandler_plugintype@odata.bind': `/plugintypes(${type})`,
      ...change,
    });
  }

  /** An assembly with two types; on the first a step with a pre- and a post-image, on the second a disabled secured one. */
  async function makeAssembly() {
    made += 1;
    const name = `Contoso.Kept${made}`;
    const classes = [`${name}.First`, `${name}.Second`];
    const content = buildPluginAssembly({ name, classes }).toString('base64');
    const inSolution = { 'MSCRM.SolutionUniqueName': 'ContosoSales' };
    const assembly = await create(
      'pluginassemblies',
      'pluginassemblyid',
      { name, content, isolationmode: 2, sourcetype: 0, description: 'Kept.' },
      inSolution,
    );
    const types: string[] = [];
    for (const typename of classes) {
      types.push(
        await create('plugintypes', 'plugintypeid', {
          typename,
          name: typename,
          friendlyname: `Friendly ${typename}`,
          'pluginassemblyid@odata.bind': `/pluginassemblies(${assembly})`,
        }),
      );
    }
    const [first = '', second = ''] = types;
    const open = await makeStep(first);
    const secured = await makeStep(second, { name: `Secured ${made}` });
    const secret = await create(secrets, 'sdkmessageprocessingstepsecureconfigid', { secureconfig: word });
    await request('PATCH', `${steps}(${secured})`, {
      'sdkmessageprocessingstepsecureconfigid@odata.bind': `/${secrets}(${secret})`,
      statecode: 1,
      statuscode: 2,
    });
    const image = (alias: string, imagetype: number) =>
      create(images, 'sdkmessageprocessingstepimageid', {
        name: alias,
        entityalias: alias,
        imagetype,
        messagepropertyname: 'Target',
        attributes: 'name',
        'sdkmessageprocessingstepid@odata.bind': `/${steps}(${open})`,
      });
    const both = [await image('before', 0), await image('after', 1)];
    return { name, assembly, types, open, secured, images: both, secret };
  }

  async function rowsOf(made: {
    name: string;
    assembly: string;
    types: string[];
    open: string;
    secured: string;
    images: string[];
  }): Promise<Json[]> {
    const rows = await Promise.all([
      request('GET', `pluginassemblies(${made.assembly})`),
      request('GET', `pluginassemblies(${made.assembly})?$select=content`),
      ...made.types.map((id) => request('GET', `plugintypes(${id})`)),
      request('GET', `${steps}(${made.open})`),
      request('GET', `${steps}(${made.secured})`),
      ...made.images.map((id) => request('GET', `${images}(${id})`)),
    ]);
    return rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => !passing.test(name))));
  }

  return { request, create, idOf, makeStep, makeAssembly, rowsOf };
}
