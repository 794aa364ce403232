import type { KeptCopySummary } from '../../shared/domain/keptCopy.ts';
import type { NodeReference } from '../../shared/domain/registration.ts';
import {
  type SavedRegistrations,
  savedFormat,
  savedVersion,
} from '../../shared/domain/savedRegistrations.ts';
import { rowsOf, type UnregisterPlan } from '../../shared/domain/unregisterPlan.ts';
import type { RequestScope } from '../dataverse/ports.ts';
import type { RowWithContent } from '../dataverse/registrationRows.ts';
import type { Clock } from '../ports.ts';
import { informationOf } from './informationOf.ts';
import type { OpenOrganization } from './ports.ts';

export interface SavedFile {
  readonly fileName: string;
  readonly text: string;
  readonly summary: KeptCopySummary;
  /** Assemblies and packages whose content the server keeps to itself. */
  readonly withoutContent: readonly string[];
}

/** Reads the full rows of a plan, contents of assemblies and packages among them, and writes them as one text. */
export async function saveRegistrations(
  open: OpenOrganization,
  plan: UnregisterPlan,
  clock: Clock,
  scope: RequestScope,
): Promise<SavedFile> {
  const { connection } = open;
  const { registrationRows, solutions } = open.dataverse;
  const ids = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);
  const [organization, packages, assemblies, types, serviceEndpoints, steps, images, memberships] =
    await Promise.all([
      informationOf(open, scope),
      registrationRows.readWithContent('package', ids(plan.packages), scope),
      registrationRows.readWithContent('assembly', ids(plan.assemblies), scope),
      registrationRows.readWhole('pluginType', ids(plan.types), scope),
      registrationRows.readWhole('serviceEndpoint', ids(plan.endpoints), scope),
      registrationRows.readWhole('step', ids(plan.steps), scope),
      registrationRows.readWhole('image', ids(plan.images), scope),
      solutions.unmanagedSolutionsOf(
        ids([...plan.packages, ...plan.assemblies, ...plan.endpoints, ...plan.steps]),
        scope,
      ),
    ]);
  const savedAt = new Date(clock.now()).toISOString();
  const content: SavedRegistrations & { note: string } = {
    format: savedFormat,
    version: savedVersion,
    savedAt,
    organization: {
      id: organization.organizationId,
      uniqueName: organization.uniqueName,
      friendlyName: organization.friendlyName,
    },
    webApi: connection.webApi,
    note: 'Keys, tokens and secure configurations are not in this file: only whether they were set.',
    packages: packages.map(({ row }) => row),
    assemblies: assemblies.map(({ row }) => row),
    types,
    serviceEndpoints,
    steps,
    images,
    solutions: memberships,
  };
  const name = organization.uniqueName || connection.name;
  return {
    withoutContent: withoutContent(plan, [...packages, ...assemblies]),
    fileName: `registrations-${fileText(name)}-${savedAt.slice(0, 19).replaceAll(/[:T]/g, '-')}.json`,
    text: `${JSON.stringify(content, null, 2)}\n`,
    summary: {
      savedAt,
      organizationName: organization.friendlyName || connection.name,
      webApi: connection.webApi,
      contents: contentsOf(plan),
      names: rowsOf(plan)
        .slice(0, 5)
        .map((row) => row.name),
    },
  };
}

/** Assemblies of a package have none of their own, and those on disk or in the cache never had one. */
function withoutContent(plan: UnregisterPlan, read: readonly RowWithContent[]): string[] {
  const held = new Set(read.filter(({ hasContent }) => hasContent).map(({ id }) => id));
  const wanted = [
    ...plan.packages,
    ...plan.assemblies.filter(({ packageId, source }) => packageId === null && source === 'database'),
  ];
  return wanted.filter(({ id }) => !held.has(id)).map(({ name }) => name);
}

const words: readonly (readonly [kind: NodeReference['kind'], one: string, many: string])[] = [
  ['package', 'package', 'packages'],
  ['assembly', 'assembly', 'assemblies'],
  ['pluginType', 'type', 'types'],
  ['serviceEndpoint', 'service endpoint', 'service endpoints'],
  ['step', 'step', 'steps'],
  ['image', 'image', 'images'],
];

function contentsOf(plan: UnregisterPlan): string {
  const rows = rowsOf(plan);
  return words
    .flatMap(([kind, one, many]) => {
      const count = rows.filter((row) => row.kind === kind).length;
      return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
    })
    .join(', ');
}

function fileText(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 60) || 'organization';
}
