import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Clock,
  createOrganisation,
  type Organisation,
  seedDefinitions,
} from '../operations/organisation.ts';
import type { OrganisationDetails } from '../operations/organisationDetails.ts';
import { createDebouncedSaver } from '../persistence/debouncedSaver.ts';
import { parseState, type SandboxState } from '../persistence/sandboxState.ts';
import { readStateFile, writeStateFile } from '../persistence/stateFile.ts';
import { createPipeline, type PostingPipeline } from '../pipeline/createPipeline.ts';
import { seedCustomApis } from '../seed/seedCustomApis.ts';
import { seedEndpoints } from '../seed/seedEndpoints.ts';
import { seedId } from '../seed/seedId.ts';
import { seedMessages } from '../seed/seedMessages.ts';
import type { SeedPlace } from '../seed/seedPlace.ts';
import { seedPlugins } from '../seed/seedPlugins.ts';
import { seedSolutions } from '../seed/seedSolutions.ts';
import { seedSteps } from '../seed/seedSteps.ts';
import { seedUserRoles, seedUsers } from '../seed/seedUsers.ts';
import type { RowStore } from '../store/rowStore.ts';
import type { Account, CloudName, Tenant } from './model.ts';
import { applicationId, contoso, fabrikam, woodgrove } from './seedDirectory.ts';

/** An organisation beside the sandbox's own: with registrations, without customers and history. */
export type SmallOrganisation = {
  readonly details: OrganisationDetails;
  readonly cloud: CloudName;
  readonly type: number;
  readonly purpose: string;
  readonly region: string;
  /** With no rows until `organisation` was called. */
  readonly bare: Organisation;
  organisation(): Organisation;
  /** Forgets all changes. */
  reset(): Promise<void>;
  flush(): Promise<void>;
  close(): Promise<void>;
};

type Description = {
  readonly tenant: Tenant;
  readonly friendlyName: string;
  readonly uniqueName: string;
  readonly type: number;
  readonly purpose: string;
  readonly region: string;
};

const descriptions: readonly Description[] = [
  {
    tenant: contoso,
    friendlyName: 'Contoso Production',
    uniqueName: 'unqcontosoproduction',
    type: 0,
    purpose: 'Sales and service',
    region: 'EMEA',
  },
  {
    tenant: fabrikam,
    friendlyName: 'Fabrikam Test',
    uniqueName: 'unqfabrikamtest',
    type: 5,
    purpose: 'Tests before each release',
    region: 'NA',
  },
  {
    tenant: woodgrove,
    friendlyName: 'Woodgrove County',
    uniqueName: 'unqwoodgrove',
    type: 0,
    purpose: 'Public service',
    region: 'GCC',
  },
];

export type SmallOrganisationsPlace = {
  readonly clock: Clock;
  readonly accounts: readonly Account[];
  /** The sandbox's Service Bus, for the seeded endpoints. */
  readonly serviceBus: () => Pick<SeedPlace, 'namespaceAddress' | 'sendKey'>;
  /** Leads kept endpoints to where the Service Bus is now. */
  readonly moveEndpoints: (store: RowStore) => void;
  readonly dataFolder: string | undefined;
  readonly tell: (sentence: string) => void;
};

const saveDelayMs = 400;

export function createSmallOrganisations(place: SmallOrganisationsPlace): Promise<SmallOrganisation[]> {
  return Promise.all(descriptions.map((description) => createSmallOrganisation(description, place)));
}

async function createSmallOrganisation(
  { tenant, friendlyName, uniqueName, ...rest }: Description,
  place: SmallOrganisationsPlace,
): Promise<SmallOrganisation> {
  const { clock, accounts, serviceBus, dataFolder, tell } = place;
  const file = dataFolder === undefined ? undefined : join(dataFolder, `sandbox-${uniqueName}.json`);
  let kept = file === undefined ? undefined : await readKept(file, tell);
  const empty = createOrganisation({
    clock,
    details: {
      organizationId: seedId('organization', uniqueName),
      environmentId: seedId('environment', uniqueName),
      friendlyName,
      uniqueName,
      urlName: uniqueName.replace(/^unq/, ''),
      tenantId: tenant.id,
      geo: rest.region,
    },
  });
  const firstDay = empty.store.snapshot();
  let pipeline: PostingPipeline | undefined;

  const saver = createDebouncedSaver(
    saveDelayMs,
    async () => {
      if (file === undefined || pipeline === undefined) return;
      const state: SandboxState = {
        version: 1,
        store: empty.store.snapshot(),
        contexts: pipeline.contexts(),
      };
      await writeStateFile(file, JSON.stringify(state));
    },
    tell,
  );

  function fill(): void {
    if (kept === undefined) seedRows();
    else {
      empty.store.restore(kept.store);
      if (seedDefinitions(empty)) seedUserRoles(empty);
      place.moveEndpoints(empty.store);
    }
    const created = createPipeline({ organisation: empty, contexts: kept?.contexts ?? {} });
    pipeline = {
      ...created,
      committed: (changes) => {
        created.committed(changes);
        saver.touch();
      },
    };
    empty.pipeline = pipeline;
    kept = undefined;
    pipeline.start().catch((error: unknown) => {
      tell(
        `The jobs of ${friendlyName} did not start: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
  }

  function seedRows(): void {
    const seeds: SeedPlace = { organisation: empty, now: clock(), ...serviceBus() };
    seedUsers(seeds);
    seedSolutions(seeds);
    seedMessages(seeds);
    seedPlugins(seeds);
    seedEndpoints(seeds);
    seedSteps(seeds);
    seedCustomApis(seeds);
    seedMembers(empty, tenant, accounts);
    seedUserRoles(empty);
  }

  return {
    ...rest,
    details: empty.details,
    bare: empty,
    cloud: tenant.cloud,
    organisation: () => {
      if (pipeline === undefined) fill();
      return empty;
    },
    reset: async () => {
      await pipeline?.stop();
      pipeline = undefined;
      kept = undefined;
      if (file !== undefined) await rm(file, { force: true });
      while (empty.store.inTransaction) await new Promise((resolve) => setImmediate(resolve));
      empty.store.restore(firstDay);
    },
    flush: () => saver.flush(),
    close: async () => {
      await pipeline?.stop();
      await saver.flush();
    },
  };
}

async function readKept(file: string, tell: (sentence: string) => void): Promise<SandboxState | undefined> {
  const read = await readStateFile(file, parseState);
  if (read.kind === 'setAside') tell(read.sentence);
  return read.kind === 'read' ? read.value : undefined;
}

/** Makes users of a tenant's accounts, where the seeded ones are somebody else. */
function seedMembers({ seed, details }: Organisation, tenant: Tenant, accounts: readonly Account[]): void {
  if (tenant.id === contoso.id) return;
  const businessunitid = { table: 'businessunit', id: details.businessUnitId };
  for (const account of accounts.filter(({ tenantId }) => tenantId === tenant.id)) {
    const [firstname = '', lastname = ''] = account.displayName.split(' ');
    seed('systemuser', {
      systemuserid: account.administrator ? details.administratorId : seedId('systemuser', account.userName),
      firstname,
      lastname,
      fullname: account.displayName,
      domainname: account.userName,
      internalemailaddress: account.userName,
      azureactivedirectoryobjectid: account.id,
      businessunitid,
    });
  }
  if (tenant.id !== fabrikam.id) return;
  seed('systemuser', {
    systemuserid: seedId('systemuser', 'Fabrikam Exporter'),
    firstname: '# Fabrikam',
    lastname: 'Exporter',
    domainname: `exporter@${tenant.domain}`,
    internalemailaddress: `exporter@${tenant.domain}`,
    applicationid: applicationId('Fabrikam Exporter'),
    azureactivedirectoryobjectid: seedId('directory object', 'Fabrikam Exporter'),
    accessmode: 4,
    businessunitid,
  });
}
