import { DataverseFault, invalidArgument } from '../dataverseFault.ts';
import { numberIn, type Row, textIn } from '../store/row.ts';
import type { RuleContext, TableRules } from './tableRules.ts';

const webhook = 8;
const eventGrid = 9;

/** Service endpoints and webhooks. */
export const serviceEndpointRules: TableRules = {
  // The metadata says that namespace and path are required. Webhooks are created without either in practice, and
  // endpoints that carry a whole namespace address without the bare name.
  mayLack: (row) => {
    if (isHttp(row)) return ['path', 'solutionnamespace'];
    return textIn(row, 'namespaceaddress') === undefined ? [] : ['solutionnamespace'];
  },

  check(row, before, changes, context) {
    if (before === undefined || 'name' in changes) checkName(row, context);
    if (isHttp(row) && (before === undefined || 'url' in changes || 'contract' in changes)) checkUrl(row);
  },
};

function isHttp(row: Row): boolean {
  const contract = numberIn(row, 'contract');
  return contract === webhook || contract === eventGrid;
}

/** We take the name as unique, as the official tool does. */
function checkName(row: Row, { store }: RuleContext): void {
  const name = textIn(row, 'name')?.toLowerCase();
  for (const other of store.rows('serviceendpoint'))
    if (other.serviceendpointid !== row.serviceendpointid && textIn(other, 'name')?.toLowerCase() === name)
      throw new DataverseFault(
        412,
        '0x80040237',
        `Cannot insert duplicate key. A service endpoint with the name '${textIn(row, 'name')}' exists already.`,
      );
}

function checkUrl(row: Row): void {
  const text = textIn(row, 'url');
  const url = text === undefined ? null : URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw invalidArgument("The column 'url' of a webhook must hold an absolute http or https address.");
  // Dataverse posts to ports 80 and 443 only. A receiver on this computer may listen anywhere, or none could be tried.
  const onThisComputer = /^(?:localhost|127\.|\[::1\])/.test(url.hostname);
  if (!onThisComputer && url.port !== '' && url.port !== '80' && url.port !== '443')
    throw invalidArgument(`Webhooks can be posted to the ports 80 and 443 only, not to ${url.port}.`);
}
