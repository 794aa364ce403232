import { FailureError } from '../../shared/contract/failure.ts';
import { secretStateOf } from '../../shared/domain/endpointSecret.ts';
import {
  type EndpointSettings,
  exportEndpointSettings,
  readEndpointSettings,
  type SecretSource,
  type SettingsReading,
  settingsChanges,
  withEndpointSettings,
} from '../../shared/domain/endpointSettings.ts';
import { type KeyEntry, keyEntryFromObject } from '../../shared/domain/keyEntry.ts';
import { matchKeys } from '../../shared/domain/keyMatch.ts';
import type { ServiceEndpoint } from '../../shared/domain/registration.ts';
import { isSameNamespace } from '../../shared/domain/serviceBusAddress.ts';
import { draftFromServiceEndpoint } from '../../shared/domain/serviceEndpoint.ts';
import { checkServiceEndpointDraft } from '../../shared/domain/serviceEndpointRules.ts';
import { draftFromWebhook } from '../../shared/domain/webhook.ts';
import { checkWebhookDraft } from '../../shared/domain/webhookRules.ts';
import type { Handlers } from './handlers.ts';
import type { OpenOrganizationOf } from './ports.ts';
import { createRow, type PlannedRow, type RekeyPlans, viewOf } from './rekeyPlans.ts';

export interface EndpointSettingsPorts {
  readonly open: OpenOrganizationOf;
  readonly plans: RekeyPlans;
  readonly parseYaml: (text: string) => unknown;
  readonly writeYaml: (value: unknown) => string;
  /** A variable of the program's environment. */
  readonly variable: (name: string) => string | undefined;
}

interface Context {
  readonly endpoints: readonly ServiceEndpoint[];
  readonly sandbox: boolean;
  readonly variable: EndpointSettingsPorts['variable'];
}

type Planned = Pick<PlannedRow, 'place' | 'endpoint' | 'state' | 'sentence'> &
  Partial<Pick<PlannedRow, 'wanted' | 'secret'>>;

/** The settings of an environment: written as a template, and put in force after an import. */
export function createEndpointSettings(
  ports: EndpointSettingsPorts,
): Pick<Handlers, 'endpointSettings.plan' | 'endpointSettings.export'> {
  return {
    'endpointSettings.plan': async ({ connectionId, text, fileName }, { signal }) => {
      const readings = readFile(text, fileName, ports.parseYaml);
      const { dataverse, connection } = await ports.open(connectionId);
      const [endpoints, etags] = await Promise.all([
        dataverse.serviceEndpoints.list({ signal }),
        dataverse.endpointSecrets.etags({ signal }),
      ]);
      const context = { endpoints, sandbox: connection.kind === 'sandbox', variable: ports.variable };
      const taken = new Map<string, string>();
      const rows = readings.map((reading) => {
        const planned = planEntry(reading, context);
        const { endpoint } = planned;
        const other = endpoint ? taken.get(endpoint.id) : undefined;
        if (endpoint && other !== undefined) {
          return createRow({
            ...planned,
            state: 'problem',
            sentence: `${other} is about the same endpoint.`,
          });
        }
        if (endpoint) taken.set(endpoint.id, planned.place);
        return createRow({ ...planned, etag: endpoint ? etags.get(endpoint.id) : undefined });
      });
      return viewOf(ports.plans.add(connectionId, rows), endpoints);
    },

    'endpointSettings.export': async ({ connectionId, format }, { signal }) => {
      const { dataverse, connection } = await ports.open(connectionId);
      const endpoints = await dataverse.serviceEndpoints.list({ signal });
      const settings = exportEndpointSettings(
        [...endpoints].sort((one, other) => one.name.localeCompare(other.name, 'en')),
      );
      const name = connection.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').toLowerCase();
      const fileName = `${name}-endpoints.${format}`;
      if (format === 'json') return { fileName, text: `${JSON.stringify(settings, null, 2)}\n` };
      const head = [
        `# Endpoints and webhooks of ${connection.name}, to be filled in for another environment.`,
        '# It holds no secret: each is asked for, or comes from a variable: env:REGISTRAR_…',
      ];
      return { fileName, text: `${head.join('\n')}\n${ports.writeYaml(settings)}` };
    },
  };
}

/** The parsers' own words would quote the text. */
function readFile(
  text: string,
  fileName: string | null,
  parseYaml: EndpointSettingsPorts['parseYaml'],
): SettingsReading[] {
  const json = fileName?.toLowerCase().endsWith('.json') ?? false;
  let value: unknown;
  try {
    value = json ? JSON.parse(text) : parseYaml(text);
  } catch {
    throw invalid(`This is not ${json ? 'JSON' : 'YAML'}.`);
  }
  const readings = readEndpointSettings(value);
  if (!readings) throw invalid('It holds no list called endpoints.');
  if (readings.length === 0) throw invalid('Its list of endpoints is empty.');
  return readings;
}

function invalid(sentence: string): FailureError {
  return new FailureError({
    code: 'invalid',
    sentence,
    advice: 'Save a template of this organization to see how such a file looks.',
    fields: { text: sentence },
  });
}

function planEntry(reading: SettingsReading, context: Context): Planned {
  if (reading.kind === 'problem') {
    return { place: reading.place, endpoint: null, state: 'unmatched', sentence: reading.sentence };
  }
  const { settings } = reading;
  const { place } = settings;
  const endpoint = endpointOf(settings, context.endpoints);
  if (!endpoint) {
    const who = settings.name ? `is called “${settings.name}”` : 'has this id';
    return {
      place,
      endpoint: null,
      state: 'unmatched',
      sentence: `No endpoint of this organization ${who}.`,
    };
  }
  const wanted = withEndpointSettings(endpoint, settings);
  const problem = ruleBroken(endpoint, wanted, context);
  if (problem !== undefined) return { place, endpoint, state: 'problem', sentence: problem };
  return withSecret(settings, endpoint, wanted, context);
}

/** By id where that is there; ids stay through imports. The name stands in where a row was made by hand. */
function endpointOf(
  { id, name }: EndpointSettings,
  endpoints: readonly ServiceEndpoint[],
): ServiceEndpoint | undefined {
  return (
    endpoints.find((endpoint) => endpoint.id.toLowerCase() === id) ??
    endpoints.find((endpoint) => endpoint.name.trim().toLowerCase() === name?.toLowerCase())
  );
}

/** What the form would say of what changes; a secret that is still to come is no matter here. */
function ruleBroken(
  endpoint: ServiceEndpoint,
  wanted: ServiceEndpoint,
  { endpoints, sandbox }: Context,
): string | undefined {
  const existingNames = endpoints.filter(({ id }) => id !== endpoint.id).map(({ name }) => name);
  const fields = new Set(['namespaceAddress', 'path', 'url', 'keyName']);
  const webhook = draftFromWebhook(wanted);
  const draft = draftFromServiceEndpoint(wanted);
  const saved = draftFromServiceEndpoint(endpoint);
  const problems: { severity: string; field: string; sentence: string }[] = webhook
    ? checkWebhookDraft(webhook, { secretIsSet: true, existingNames, sandbox })
    : draft
      ? checkServiceEndpointDraft(draft, {
          secretIsSet: true,
          existingNames,
          now: new Date(),
          saved,
          sandbox,
        })
      : [];
  return problems.find(({ severity, field }) => severity === 'error' && fields.has(field))?.sentence;
}

function withSecret(
  settings: EndpointSettings,
  endpoint: ServiceEndpoint,
  wanted: ServiceEndpoint,
  { variable }: Context,
): Planned {
  const { place } = settings;
  const changes = settingsChanges(endpoint, wanted);
  if (secretStateOf(endpoint) === 'retired' && (changes.length > 0 || settings.secret)) {
    const sentence = 'The endpoint is still on ACS. Move it to a SAS key first.';
    return { place, endpoint, state: 'problem', sentence };
  }
  const given = givenSecret(settings, variable);
  const said = (...parts: (string | undefined)[]) => sentenceOf([...changes, ...parts]);
  if (given.kind === 'problem') return { place, endpoint, state: 'problem', sentence: given.sentence };
  if (given.kind === 'ask') {
    return {
      place,
      endpoint,
      wanted,
      state: 'asks',
      sentence: said('its secret is asked for: select it here'),
    };
  }
  if (given.kind === 'none') {
    if (changes.length === 0) {
      return { place, endpoint, state: 'same', sentence: 'It is so already.' };
    }
    return { place, endpoint, wanted, state: 'ready', sentence: said(whatOfTheSecret(endpoint, wanted)) };
  }
  const [match] = matchKeys([{ ...given.entry, id: endpoint.id.toLowerCase() }], [wanted]);
  if (match?.kind !== 'ready') {
    return { place, endpoint, state: 'problem', sentence: match?.sentence ?? 'It gives no secret.' };
  }
  return {
    place,
    endpoint,
    wanted,
    secret: match.entry.secret,
    state: 'ready',
    sentence: said(match.sentence),
  };
}

function whatOfTheSecret(endpoint: ServiceEndpoint, wanted: ServiceEndpoint): string | undefined {
  if (secretStateOf(endpoint) !== 'set') return undefined;
  const moved =
    endpoint.namespaceAddress !== null &&
    wanted.namespaceAddress !== null &&
    !isSameNamespace(endpoint.namespaceAddress, wanted.namespaceAddress);
  return moved ? 'it keeps its key, which is one of the former namespace' : undefined;
}

type Given =
  | { readonly kind: 'none' }
  | { readonly kind: 'ask' }
  | { readonly kind: 'problem'; readonly sentence: string }
  | { readonly kind: 'entry'; readonly entry: KeyEntry };

function givenSecret(settings: EndpointSettings, variable: Context['variable']): Given {
  const { secret, place, id, name, keyName } = settings;
  if (!secret) return { kind: 'none' };
  const sources = 'pairs' in secret ? Object.values(secret.pairs) : [secret.source];
  if (sources.some(({ kind }) => kind === 'ask')) return { kind: 'ask' };
  const missing = sources.find((source) => readSource(source, variable) === undefined);
  if (missing?.kind === 'variable') {
    return {
      kind: 'problem',
      sentence: `The variable ${missing.name} is not set where Registrar was started.`,
    };
  }
  const value =
    'pairs' in secret
      ? Object.fromEntries(
          Object.entries(secret.pairs).map(([header, source]) => [header, readSource(source, variable)]),
        )
      : readSource(secret.source, variable);
  const entry = keyEntryFromObject(place, { id, name, keyName, [secret.member]: value });
  return entry.problem === undefined
    ? { kind: 'entry', entry }
    : { kind: 'problem', sentence: entry.problem };
}

function readSource(source: SecretSource, variable: Context['variable']): string | undefined {
  return source.kind === 'variable' ? variable(source.name) || undefined : undefined;
}

function sentenceOf(parts: readonly (string | undefined)[]): string {
  const text = parts
    .filter((part) => part !== undefined)
    .map((part) => part.replace(/\.$/, ''))
    .join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
