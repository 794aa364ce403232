import type { SandboxAddresses } from '../src/main/ports.ts';
import { millisecondsOf } from './measure.ts';

/** How other tools load the tree, re-enacted over the Web API: the requests they make, in their order. */

type Row = Readonly<Record<string, unknown>>;

interface Reader {
  /** All rows of a query, page after page. */
  rows(path: string): Promise<readonly Row[]>;
  readonly requests: () => number;
}

function createReader({ webApi, accessToken }: SandboxAddresses): Reader {
  let requests = 0;
  async function rows(path: string): Promise<readonly Row[]> {
    const all: Row[] = [];
    let next: string | undefined = new URL(path, webApi).href;
    while (next !== undefined) {
      requests += 1;
      const response: Response = await fetch(next, {
        headers: { Authorization: `Bearer ${accessToken}`, Prefer: 'odata.maxpagesize=5000' },
      });
      if (!response.ok) throw new Error(`${response.status} for ${path}`);
      const page = (await response.json()) as { value?: Row[]; '@odata.nextLink'?: string };
      all.push(...(page.value ?? []));
      next = page['@odata.nextLink'];
    }
    return all;
  }
  return { rows, requests: () => requests };
}

const types = 'plugintypes?$select=name,typename,friendlyname,_pluginassemblyid_value';
const steps =
  'sdkmessageprocessingsteps?$select=name,stage,mode,rank,statecode,_eventhandler_value,_sdkmessageid_value';
const images = 'sdkmessageprocessingstepimages?$select=name,entityalias,imagetype,attributes';

/**
 * One list after the other, each page too; messages, their filters and every user come with the tree.
 * @returns how many requests it took
 */
export async function loadAsSequentialTool(addresses: SandboxAddresses): Promise<number> {
  const reader = createReader(addresses);
  const lists = [
    'sdkmessages?$select=name,isprivate,availability,customizationlevel&$filter=isprivate eq false',
    'systemusers?$select=fullname,domainname,internalemailaddress,isdisabled&$orderby=fullname',
    'WhoAmI',
    'sdkmessagefilters?$select=_sdkmessageid_value,primaryobjecttypecode,secondaryobjecttypecode,availability' +
      '&$filter=iscustomprocessingstepallowed eq true and isvisible eq true',
    'pluginpackages?$select=name,uniquename,version',
    'pluginassemblies?$select=name,version,culture,publickeytoken,isolationmode,sourcetype',
    types,
    'serviceendpoints?$select=name,contract,path&$filter=contract ne 8',
    'serviceendpoints?$select=name,contract,url&$filter=contract eq 8',
    steps,
    images,
  ];
  for (const list of lists) await reader.rows(list);
  return reader.requests();
}

/** So many assemblies are loaded in earnest: all would take minutes, and a real organisation would stop it with 429. */
const sampledAssemblies = 20;

/**
 * One assembly after the other: a request for its types, then one for each type's steps side by side, then one for each
 * step's images side by side. The time of the first assemblies is carried over to all.
 */
export async function loadAsRequestPerRow(
  addresses: SandboxAddresses,
): Promise<{ readonly requests: number; readonly measured: number; readonly milliseconds: number }> {
  const reader = createReader(addresses);
  const assemblies = await reader.rows('pluginassemblies?$select=name,version');
  const before = reader.requests();
  const milliseconds = await millisecondsOf(async () => {
    for (const { pluginassemblyid } of assemblies.slice(0, sampledAssemblies)) {
      const itsTypes = await reader.rows(
        `${types}&$filter=_pluginassemblyid_value eq ${String(pluginassemblyid)}`,
      );
      const itsSteps = await Promise.all(
        itsTypes.map(({ plugintypeid }) =>
          reader.rows(`${steps}&$filter=_eventhandler_value eq ${String(plugintypeid)}`),
        ),
      );
      await Promise.all(
        itsSteps
          .flat()
          .map(({ sdkmessageprocessingstepid }) =>
            reader.rows(
              `${images}&$filter=_sdkmessageprocessingstepid_value eq ${String(sdkmessageprocessingstepid)}`,
            ),
          ),
      );
    }
  });
  const measured = reader.requests() - before;
  const share = assemblies.length / Math.min(sampledAssemblies, assemblies.length);
  return { requests: Math.round(measured * share), measured, milliseconds: milliseconds * share };
}
