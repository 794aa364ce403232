import { type Clock, createOrganisation, type Organisation } from '../operations/organisation.ts';
import type { OrganisationDetails } from '../operations/organisationDetails.ts';
import { basicUserRights } from '../operations/rights.ts';
import { createPipeline, type PostingPipeline } from '../pipeline/createPipeline.ts';
import { seedCustomApis } from '../seed/seedCustomApis.ts';
import { seedEndpoints } from '../seed/seedEndpoints.ts';
import { seedId } from '../seed/seedId.ts';
import { seedMessages } from '../seed/seedMessages.ts';
import type { SeedPlace } from '../seed/seedPlace.ts';
import { seedPlugins } from '../seed/seedPlugins.ts';
import { seedSolutions } from '../seed/seedSolutions.ts';
import { seedSteps } from '../seed/seedSteps.ts';
import { restrictedUserId, seedUsers } from '../seed/seedUsers.ts';
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
};

export function createSmallOrganisations(place: SmallOrganisationsPlace): SmallOrganisation[] {
  return descriptions.map((description) => createSmallOrganisation(description, place));
}

function createSmallOrganisation(
  { tenant, friendlyName, uniqueName, ...rest }: Description,
  { clock, accounts, serviceBus }: SmallOrganisationsPlace,
): SmallOrganisation {
  const empty = createOrganisation({
    clock,
    rights: { [restrictedUserId]: basicUserRights },
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

  function fill(): void {
    const seeds: SeedPlace = { organisation: empty, now: clock(), ...serviceBus() };
    seedUsers(seeds);
    seedSolutions(seeds);
    seedMessages(seeds);
    seedPlugins(seeds);
    seedEndpoints(seeds);
    seedSteps(seeds);
    seedCustomApis(seeds);
    seedMembers(empty, tenant, accounts);
    pipeline = createPipeline({ organisation: empty, contexts: {} });
    empty.pipeline = pipeline;
    // Nothing waits in it yet.
    pipeline.start().catch(() => undefined);
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
      while (empty.store.inTransaction) await new Promise((resolve) => setImmediate(resolve));
      empty.store.restore(firstDay);
    },
    close: async () => pipeline?.stop(),
  };
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
