import type { ConnectionStringParts } from './connectionStringParts.ts';
import type { ConnectionStringProblem } from './connectionStringProblem.ts';
import { editDistance } from './editDistance.ts';
import { looksLikeSecret } from './sasKey.ts';
import {
  cloudLabels,
  formatServiceBusAddress,
  namespaceSuffixes,
  parseServiceBusAddress,
  type ServiceBusAddress,
  withoutEdgeSlashes,
} from './serviceBusAddress.ts';

/** Writes the whole string with some parts changed: what a correction hands back. */
export type Rewrite = (change: Partial<ConnectionStringParts>) => string;

export type EndpointReading = {
  /** Undefined when no namespace could be made out. */
  address: ServiceBusAddress | undefined;
  /** A path that stood inside the address. */
  path: string | undefined;
  problems: ConnectionStringProblem[];
};

const defaultPorts: Readonly<Record<string, number>> = { https: 443, http: 80, amqps: 5671, amqp: 5672 };

/** Reads the value of `Endpoint`; `undefined` when the part is absent. */
export function readEndpoint(
  value: string | undefined,
  context: { emulator: boolean; entityPath: string | undefined; rewrite: Rewrite },
): EndpointReading {
  if (value === undefined) {
    const problem: ConnectionStringProblem = {
      kind: 'endpointMissing',
      severity: 'error',
      part: 'endpoint',
      sentence:
        'The part Endpoint=sb://… with the address of the namespace is missing. Copy the whole connection string.',
    };
    return { address: undefined, path: undefined, problems: [problem] };
  }
  if (value === '') return { address: undefined, path: undefined, problems: [] };
  // Inside an address a space is never right, and what follows a line break may be a key.
  const read = /\s/.test(value) ? undefined : parseServiceBusAddress(value);
  if (!read) return { address: undefined, path: undefined, problems: [unreadable(value, context.rewrite)] };

  const problems: ConnectionStringProblem[] = [];
  const address = withoutDefaultPort(read, context.emulator);
  const corrected = (host = address.host) => formatServiceBusAddress({ host, port: address.port });
  const add = (problem: Omit<ConnectionStringProblem, 'part'>) =>
    problems.push({ ...problem, part: 'endpoint' });

  if (address.scheme !== 'sb') {
    const begins = address.scheme ? `begins with ${address.scheme}://` : 'has no sb:// before it';
    add({
      kind: 'endpointScheme',
      severity: 'warning',
      sentence: `The address ${begins}; addresses in connection strings begin with sb://. It is read as ${corrected()}.`,
      correction: { label: 'Write sb://', text: context.rewrite({ namespaceAddress: corrected() }) },
    });
  }
  const path = address.path === '' ? undefined : address.path;
  if (path !== undefined) add(pathProblem(path, corrected(), context));
  problems.push(...hostProblems(address, context, corrected));
  return { address, path, problems };
}

/** Reads the value of `UseDevelopmentEmulator`. */
export function readEmulatorFlag(
  value: string | undefined,
  rewrite: Rewrite,
): { emulator: boolean; problems: ConnectionStringProblem[] } {
  if (value === undefined || value === '') return { emulator: false, problems: [] };
  const lower = value.toLowerCase();
  if (lower === 'true') {
    if (value === 'true') return { emulator: true, problems: [] };
    return {
      emulator: true,
      problems: [
        {
          kind: 'emulatorCase',
          severity: 'info',
          part: 'emulator',
          sentence: `UseDevelopmentEmulator is written ${shown(value)}. Some Azure libraries only understand true in lower case; Registrar understands both.`,
          correction: { label: 'Write true', text: rewrite({ emulator: true }) },
        },
      ],
    };
  }
  if (lower === 'false') return { emulator: false, problems: [] };
  return {
    emulator: false,
    problems: [
      {
        kind: 'emulatorValue',
        severity: 'warning',
        part: 'emulator',
        sentence:
          'UseDevelopmentEmulator can only be true or false; with anything else it counts as false. For an emulator write true.',
        correction: { label: 'Write true', text: rewrite({ emulator: true }) },
      },
    ],
  };
}

function unreadable(value: string, rewrite: Rewrite): ConnectionStringProblem {
  const joined = value.replace(/\s/g, '');
  const address = joined === value ? undefined : parseServiceBusAddress(joined);
  if (address) {
    return {
      kind: 'endpointWhitespace',
      severity: 'error',
      part: 'endpoint',
      sentence: 'The address has a space or a line break inside.',
      correction: {
        label: 'Remove it',
        text: rewrite({
          namespaceAddress: formatServiceBusAddress({ host: address.host, port: address.port }),
        }),
      },
    };
  }
  if (/[<{]/.test(value)) {
    return {
      kind: 'placeholder',
      severity: 'error',
      part: 'endpoint',
      sentence: 'The address still holds a sample’s stand-in. Put the name of your namespace in its place.',
    };
  }
  return {
    kind: 'endpointInvalid',
    severity: 'error',
    part: 'endpoint',
    sentence:
      'The address of the namespace cannot be read. It looks like sb://contoso.servicebus.windows.net/ with the name of your namespace.',
  };
}

function pathProblem(
  path: string,
  address: string,
  context: { entityPath: string | undefined; rewrite: Rewrite },
): Omit<ConnectionStringProblem, 'part'> {
  const { entityPath, rewrite } = context;
  if (entityPath === undefined || entityPath === '') {
    return {
      kind: 'endpointPath',
      severity: 'warning',
      sentence: `The address goes on with ${shown(path)}. It is read as the name of the queue, topic or event hub, which belongs into EntityPath.`,
      correction: {
        label: 'Move it to EntityPath',
        text: rewrite({ namespaceAddress: address, entityPath: path }),
      },
    };
  }
  const same = withoutEdgeSlashes(entityPath).toLowerCase() === path.toLowerCase();
  return {
    kind: 'endpointPath',
    severity: 'warning',
    sentence: same
      ? `The address goes on with ${shown(path)}, which EntityPath says already.`
      : `The address goes on with ${shown(path)}, but EntityPath says ${shown(entityPath)}. EntityPath counts.`,
    correction: { label: 'Remove it from the address', text: rewrite({ namespaceAddress: address }) },
  };
}

function hostProblems(
  address: ServiceBusAddress,
  context: { emulator: boolean; rewrite: Rewrite },
  corrected: (host?: string) => string,
): ConnectionStringProblem[] {
  const problems: ConnectionStringProblem[] = [];
  const add = (problem: Omit<ConnectionStringProblem, 'part'>) =>
    problems.push({ ...problem, part: 'endpoint' });
  const { host, cloud, port } = address;
  const { emulator, rewrite } = context;

  if (cloud === 'loopback') {
    if (!emulator) {
      problems.push({
        kind: 'emulatorFlagMissing',
        severity: 'warning',
        part: 'emulator',
        sentence:
          'The address is this computer. Emulators on this computer do not encrypt, and without UseDevelopmentEmulator=true the connection fails.',
        correction: { label: 'Add UseDevelopmentEmulator=true', text: rewrite({ emulator: true }) },
      });
    }
    return problems;
  }
  if (cloud !== 'unknown' && emulator) {
    problems.push({
      kind: 'emulatorOnCloud',
      severity: 'warning',
      part: 'emulator',
      sentence:
        'UseDevelopmentEmulator=true is meant for an emulator, but the address is in Azure, which only takes encrypted connections.',
      correction: { label: 'Remove the flag', text: rewrite({ emulator: false }) },
    });
  }
  if (cloud === 'unknown' && !emulator) add(unknownHost(host, rewrite, corrected));
  if (cloud === 'usGovernment' || cloud === 'china') {
    add({
      kind: 'sovereignCloud',
      severity: 'info',
      sentence: `The namespace is in ${cloudLabels[cloud]}. Your organisation can post there only if it is in that cloud too.`,
    });
  }
  if (cloud === 'germany') {
    add({
      kind: 'closedCloud',
      severity: 'warning',
      sentence:
        'The namespace is in Azure Germany, which Microsoft has closed. Use a namespace of another region.',
    });
  }
  if (host.includes('.privatelink.')) {
    add({
      kind: 'privateLink',
      severity: 'warning',
      sentence:
        'The address is a private one, inside a network of yours. Use the public name, without privatelink.',
      correction: {
        label: 'Use the public name',
        text: rewrite({ namespaceAddress: corrected(host.replace('.privatelink.', '.')) }),
      },
    });
  }
  if (port !== undefined && !emulator) {
    add({
      kind: 'explicitPort',
      severity: 'info',
      sentence: `The address names port ${port}. Dataverse posts through the ports 443 and 80 only, and Azure needs no port in the address.`,
      correction: {
        label: 'Remove the port',
        text: rewrite({ namespaceAddress: formatServiceBusAddress({ host }) }),
      },
    });
  }
  return problems;
}

/** A host that is in no Azure we know. Shared with the rules of the form. */
export function guessHost(host: string): string | undefined {
  if (!host.includes('.')) {
    return /^[a-z][a-z0-9-]{0,49}$/.test(host) ? `${host}.${namespaceSuffixes.public}` : undefined;
  }
  const suffix = host.slice(host.indexOf('.') + 1);
  for (const known of Object.values(namespaceSuffixes)) {
    if (editDistance(suffix, known, 3) <= 3) return `${host.slice(0, host.indexOf('.'))}.${known}`;
  }
  return undefined;
}

function unknownHost(
  host: string,
  rewrite: Rewrite,
  corrected: (host?: string) => string,
): Omit<ConnectionStringProblem, 'part'> {
  const guess = guessHost(host);
  const correction = guess
    ? { correction: { label: `Use ${guess}`, text: rewrite({ namespaceAddress: corrected(guess) }) } }
    : {};
  if (!host.includes('.')) {
    return {
      kind: 'endpointBareName',
      severity: 'error',
      sentence: `${shown(host)} alone is no address: the end is missing, in public Azure .${namespaceSuffixes.public}.`,
      ...correction,
    };
  }
  return {
    kind: 'unknownSuffix',
    severity: 'warning',
    sentence: `The address does not end like those of Azure namespaces, in public Azure .${namespaceSuffixes.public}. Check it: Dataverse posts only to Azure.`,
    ...correction,
  };
}

function withoutDefaultPort(address: ServiceBusAddress, emulator: boolean): ServiceBusAddress {
  if (emulator || address.cloud === 'loopback') return address;
  const ordinary = address.scheme === undefined ? undefined : defaultPorts[address.scheme];
  return ordinary !== undefined && ordinary === address.port ? { ...address, port: undefined } : address;
}

/** A value for a sentence, in quotes and not longer than a line. What may be a secret is not shown. */
export function shown(value: string): string {
  if (value.split(/[\s/]/).some(looksLikeSecret) || looksLikeSecret(value)) return '“…”';
  return `“${value.length > 60 ? `${value.slice(0, 57)}…` : value}”`;
}
