import { parseConnectionString } from './connectionString.ts';
import { readEndpoint, shown } from './connectionStringEndpoint.ts';
import type { ConnectionStringProblemKind } from './connectionStringProblem.ts';
import type { DesignationType } from './designationType.ts';
import type { FieldProblem } from './fieldProblem.ts';
import {
  formatServiceBusAddress,
  parseServiceBusAddress,
  type ServiceBusAddress,
  withoutEdgeSlashes,
} from './serviceBusAddress.ts';
import type { ServiceEndpointField, ServiceEndpointProblemKind } from './serviceEndpointRules.ts';

type Problem = FieldProblem<ServiceEndpointField, ServiceEndpointProblemKind>;

const field = 'namespaceAddress';

/** What the host of an address gives away, said of connection strings and of forms in the same words. */
const sharedKinds = [
  'endpointBareName',
  'unknownSuffix',
  'sovereignCloud',
  'closedCloud',
  'privateLink',
  'explicitPort',
] as const satisfies readonly ConnectionStringProblemKind[];
export type SharedAddressProblemKind = (typeof sharedKinds)[number];

/** What is wrong with the namespace address for a designation type. */
export function examineNamespaceAddress(
  text: string,
  path: string,
  type: DesignationType,
  context: { emulator: boolean; sandbox: boolean },
): Problem[] {
  const trimmed = text.trim();
  const scheme = type.scheme === 'https' ? 'https' : 'sb';
  const example = `${scheme}://contoso.servicebus.windows.net/`;
  if (trimmed === '') {
    return [
      {
        kind: 'addressMissing',
        field,
        severity: 'error',
        sentence: `Type the address of the namespace, such as ${example}`,
      },
    ];
  }
  if (/(?:^|;)\s{0,9}(?:endpoint|shared\s{0,2}access)/i.test(trimmed)) {
    return [pastedConnectionString(trimmed, scheme)];
  }
  const address = parseServiceBusAddress(trimmed);
  if (!address) return [unreadableAddress(trimmed, scheme, example)];

  const problems: Problem[] = [];
  const corrected = (path = address.path) =>
    formatServiceBusAddress({ scheme, host: address.host, port: address.port, path });
  const schemeProblem = examineScheme(address, type, corrected());
  if (schemeProblem) problems.push(schemeProblem);
  if (address.path !== '') {
    const pathProblem = examinePathInside(address.path, path, type, corrected(''));
    if (pathProblem) problems.push(pathProblem);
  } else if (!schemeProblem && (!trimmed.endsWith('/') || trimmed !== text)) {
    problems.push({
      kind: 'addressSlash',
      field,
      severity: 'info',
      sentence: 'Azure writes the address with a slash at the end and no spaces around it.',
      correction: { label: `Use ${shown(corrected())}`, value: corrected() },
    });
  }
  problems.push(...hostProblems(address, scheme, context));
  return problems;
}

function pastedConnectionString(text: string, scheme: 'sb' | 'https'): Problem {
  const parsed = parseConnectionString(text);
  const value = inScheme(parsed.namespaceAddress, scheme);
  const taken: Partial<Record<ServiceEndpointField, string>> = {};
  if (parsed.entityPath) taken.path = parsed.entityPath;
  if (parsed.policyName) taken.keyName = parsed.policyName;
  if (parsed.key) taken.key = parsed.key;
  const alone = Object.keys(taken).length === 0;
  return {
    kind: 'addressIsConnectionString',
    field,
    severity: 'error',
    sentence: alone
      ? 'Endpoint= is the name of the part in the connection string. Only the address after it belongs here.'
      : 'This is a connection string, not an address. Its parts belong into the fields for address, path, policy name and key.',
    ...(value
      ? {
          correction: {
            label: alone ? 'Remove Endpoint=' : 'Take it apart',
            value,
            ...(alone ? {} : { alsoSet: taken }),
          },
        }
      : {}),
  };
}

function unreadableAddress(text: string, scheme: 'sb' | 'https', example: string): Problem {
  const joined = parseServiceBusAddress(text.replace(/\s/g, ''));
  if (joined && /\s/.test(text)) {
    const value = formatServiceBusAddress({
      scheme,
      host: joined.host,
      port: joined.port,
      path: joined.path,
    });
    return {
      kind: 'addressWhitespace',
      field,
      severity: 'error',
      sentence: 'The address has a space or a line break inside.',
      correction: { label: 'Remove it', value },
    };
  }
  return {
    kind: 'addressInvalid',
    field,
    severity: 'error',
    sentence: `This is not an address. It looks like ${example} with the name of your namespace.`,
  };
}

function examineScheme(
  address: ServiceBusAddress,
  type: DesignationType,
  value: string,
): Problem | undefined {
  if (address.scheme === type.scheme) return undefined;
  const correction = { label: `Use ${type.scheme}://`, value };
  if (type.scheme === 'https' && address.scheme === 'sb') {
    return {
      kind: 'addressScheme',
      field,
      severity: 'warning',
      sentence: `${type.label} posts through a relay, whose address begins with https://. With sb:// the post often fails.`,
      correction,
    };
  }
  const begins = address.scheme ? `begins with ${address.scheme}://` : `has no ${type.scheme}:// before it`;
  return {
    kind: 'addressScheme',
    field,
    severity: 'error',
    sentence: `The address ${begins}, but for ${type.label} it must begin with ${type.scheme}://`,
    correction,
  };
}

function examinePathInside(
  inside: string,
  path: string,
  type: DesignationType,
  value: string,
): Problem | undefined {
  const typed = withoutEdgeSlashes(path.trim());
  const same = typed.toLowerCase() === inside.toLowerCase();
  // A hybrid connection is the one case in which the address is meant to end with the name.
  if (type.name === 'rest' && same) return undefined;
  if (typed === '') {
    return {
      kind: 'addressPath',
      field,
      severity: 'error',
      sentence: `The address goes on with ${shown(inside)}. If this is the ${type.pathNoun}, it belongs into the field ${type.pathLabel}.`,
      correction: { label: `Move it to ${type.pathLabel}`, value, alsoSet: { path: inside } },
    };
  }
  return {
    kind: 'addressPath',
    field,
    severity: same ? 'warning' : 'error',
    sentence: same
      ? `The address ends with ${shown(inside)}, which ${type.pathLabel} says already.`
      : `The address goes on with ${shown(inside)}, but ${type.pathLabel} says ${shown(typed)}.`,
    correction: { label: 'Remove it from the address', value },
  };
}

function hostProblems(
  address: ServiceBusAddress,
  scheme: 'sb' | 'https',
  context: { emulator: boolean; sandbox: boolean },
): Problem[] {
  if (address.cloud === 'loopback') {
    if (context.sandbox) return [];
    return [
      {
        kind: 'addressLoopback',
        field,
        severity: 'warning',
        sentence:
          'This address is this computer. Dataverse cannot reach it; only the sandbox organisation can.',
      },
    ];
  }
  const shared = readEndpoint(formatServiceBusAddress({ host: address.host, port: address.port }), {
    emulator: context.emulator || context.sandbox,
    entityPath: undefined,
    rewrite: (change) => inScheme(change.namespaceAddress, scheme) ?? '',
  });
  const problems: Problem[] = [];
  for (const problem of shared.problems) {
    const kind = sharedKinds.find((known) => known === problem.kind);
    if (!kind) continue;
    const { correction } = problem;
    problems.push({
      kind,
      field,
      severity: problem.severity,
      sentence: problem.sentence,
      ...(correction ? { correction: { label: correction.label, value: correction.text } } : {}),
    });
  }
  return problems;
}

/** The same address with the scheme that a designation type wants. */
export function inScheme(namespaceAddress: string | undefined, scheme: 'sb' | 'https'): string | undefined {
  const address = namespaceAddress === undefined ? undefined : parseServiceBusAddress(namespaceAddress);
  return address && formatServiceBusAddress({ ...address, scheme });
}
