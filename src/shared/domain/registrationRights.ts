import { z } from 'zod';

type Verb = 'Create' | 'Read' | 'Write' | 'Delete';

const verbs: Readonly<Record<Verb, string>> = {
  Create: 'register',
  Read: 'see',
  Write: 'change',
  Delete: 'unregister',
};

const RightsAreaId = z.enum(['assemblies', 'packages', 'steps', 'endpoints', 'customApis', 'traces', 'jobs']);
type RightsAreaId = z.infer<typeof RightsAreaId>;

interface Area {
  readonly label: string;
  /** Tables by the name that privileges have for them, and what is done with them. */
  readonly tables: readonly {
    readonly table: string;
    readonly words: string;
    readonly verbs: readonly Verb[];
  }[];
}

const all: readonly Verb[] = ['Create', 'Read', 'Write', 'Delete'];

/** What registering needs, as Dataverse names it: `prv`, a verb, and the table’s schema name. */
const areas: Readonly<Record<RightsAreaId, Area>> = {
  assemblies: {
    label: 'Plug-in assemblies',
    tables: [
      { table: 'PluginAssembly', words: 'plug-in assemblies', verbs: all },
      { table: 'PluginType', words: 'plug-in types', verbs: all },
    ],
  },
  packages: {
    label: 'Plug-in packages',
    tables: [{ table: 'PluginPackage', words: 'plug-in packages', verbs: all }],
  },
  steps: {
    label: 'Steps and images',
    tables: [
      { table: 'SdkMessage', words: 'messages', verbs: ['Read'] },
      { table: 'SdkMessageProcessingStep', words: 'steps', verbs: all },
      { table: 'SdkMessageProcessingStepImage', words: 'images', verbs: all },
      {
        table: 'SdkMessageProcessingStepSecureConfig',
        words: 'the secure configuration of steps',
        verbs: all,
      },
    ],
  },
  endpoints: {
    label: 'Service endpoints and webhooks',
    tables: [{ table: 'ServiceEndpoint', words: 'service endpoints', verbs: all }],
  },
  customApis: {
    label: 'Custom APIs',
    tables: [
      { table: 'CustomAPI', words: 'custom APIs', verbs: all },
      { table: 'CustomAPIRequestParameter', words: 'request parameters of custom APIs', verbs: all },
      { table: 'CustomAPIResponseProperty', words: 'response properties of custom APIs', verbs: all },
    ],
  },
  traces: {
    label: 'Plug-in traces',
    tables: [{ table: 'PluginTraceLog', words: 'plug-in traces', verbs: ['Read', 'Delete'] }],
  },
  jobs: {
    label: 'System jobs',
    tables: [{ table: 'AsyncOperation', words: 'system jobs', verbs: ['Read', 'Write'] }],
  },
};

/** A privilege, and what cannot be done without it: to `change` `steps`. */
export const NeededPrivilege = z.object({ privilege: z.string(), deed: z.string(), object: z.string() });
export type NeededPrivilege = z.infer<typeof NeededPrivilege>;

function neededIn({ tables }: Area): NeededPrivilege[] {
  return tables.flatMap(({ table, words, verbs: wanted }) =>
    wanted.map((verb) => ({ privilege: `prv${verb}${table}`, deed: verbs[verb], object: words })),
  );
}

/** Every privilege that a check looks for. */
export const registrationPrivileges: readonly string[] = Object.values(areas).flatMap((area) =>
  neededIn(area).map(({ privilege }) => privilege),
);

/** How a user may use the organisation at all. */
export const AccessMode = z.enum([
  'readWrite',
  'administrative',
  'read',
  'support',
  'nonInteractive',
  'other',
]);
export type AccessMode = z.infer<typeof AccessMode>;

export const RightsUser = z.object({
  id: z.string(),
  /** Null where the user may not even read his own row. */
  name: z.string().nullable(),
  kind: z.enum(['user', 'application']),
  applicationId: z.string().nullable(),
  disabled: z.boolean(),
  accessMode: AccessMode.nullable(),
});
export type RightsUser = z.infer<typeof RightsUser>;

export const RightsReport = z.object({
  user: RightsUser,
  /** Given to the user directly; null where they may not be read. Those of teams count too, and are not named here. */
  roles: z.array(z.string()).nullable(),
  outcome: z.enum(['passed', 'warning', 'failed']),
  sentence: z.string(),
  advice: z.string().optional(),
  areas: z.array(
    z.object({
      id: RightsAreaId,
      label: z.string(),
      needed: z.number().int(),
      missing: z.array(NeededPrivilege),
    }),
  ),
});
export type RightsReport = z.infer<typeof RightsReport>;

/** What a user may register, by the names of the privileges that he holds. How far each reaches is not looked at. */
export function rightsReportOf(
  user: RightsUser,
  roles: readonly string[] | null,
  held: ReadonlySet<string>,
): RightsReport {
  const lowered = new Set([...held].map((name) => name.toLowerCase()));
  const found = RightsAreaId.options.map((id) => {
    const needed = neededIn(areas[id]);
    return {
      id,
      label: areas[id].label,
      needed: needed.length,
      missing: needed.filter(({ privilege }) => !lowered.has(privilege.toLowerCase())),
    };
  });
  return {
    user,
    roles: roles === null ? null : [...roles],
    ...verdictOf(user, roles, held, found),
    areas: found,
  };
}

type Verdict = Pick<RightsReport, 'outcome' | 'sentence' | 'advice'>;

function verdictOf(
  user: RightsUser,
  roles: readonly string[] | null,
  held: ReadonlySet<string>,
  found: RightsReport['areas'],
): Verdict {
  const who = user.name ?? (user.kind === 'application' ? 'This application user' : 'This user');
  if (user.disabled) {
    return {
      outcome: 'failed',
      sentence: `${who} is disabled in this organisation, whatever the roles say.`,
      advice: 'Activate the user in the Power Platform admin center.',
    };
  }
  if (held.size === 0) {
    return {
      outcome: 'failed',
      sentence: `${who} has no security role in this organisation, and may do nothing.`,
      advice:
        'Give the user the role System Customizer or System Administrator in the Power Platform admin center.',
    };
  }
  if (user.accessMode === 'read' || user.accessMode === 'administrative') {
    return {
      outcome: 'failed',
      sentence: `${who} has the access mode ${user.accessMode === 'read' ? 'Read' : 'Administrative'}, which keeps a user from registering, whatever the roles say.`,
      advice: 'Set the access mode to Read-Write or Non-interactive in the Power Platform admin center.',
    };
  }
  const lacking = found.filter(({ missing }) => missing.length > 0);
  if (lacking.length === 0) {
    return { outcome: 'passed', sentence: `${who} may register everything that Registrar registers.` };
  }
  const registering = found.filter(({ id }) => neededIn(areas[id]).some(isCreate));
  const nothing = registering.every(({ missing }) => missing.some(isCreate));
  const more = roles?.includes('System Customizer') ? 'System Administrator' : 'System Customizer';
  const advice = roles?.includes('System Administrator')
    ? 'The role System Administrator holds them all: this organisation may be an older one that does not know these tables.'
    : `An administrator can add the privileges that are named to a role of the user, or give the role ${more}.`;
  return {
    outcome: nothing ? 'failed' : 'warning',
    sentence: nothing
      ? `${who} may register nothing in this organisation.`
      : `${who} lacks privileges for ${listed(lacking.map(({ label }) => withSmallLetter(label)))}.`,
    advice,
  };
}

function isCreate({ privilege }: { readonly privilege: string }): boolean {
  return privilege.startsWith('prvCreate');
}

/** Within a sentence; what is written in capitals stays so. */
function withSmallLetter(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}

/** What cannot be done: `register or change steps, see images`. */
export function deedsOf(missing: readonly NeededPrivilege[]): string {
  const objects = [...new Set(missing.map(({ object }) => object))];
  return objects
    .map((object) => {
      const deeds = missing.filter((one) => one.object === object).map(({ deed }) => deed);
      return `${listed(deeds, 'or')} ${object}`;
    })
    .join(', ');
}

function listed(words: readonly string[], joint: 'and' | 'or' = 'and'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)}`;
}
