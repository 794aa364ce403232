import { type Assemblies, createAssemblies } from './assemblies.ts';
import { createDependencies, type Dependencies } from './dependencies.ts';
import { createEndpointSecrets, type EndpointSecrets } from './endpointSecrets.ts';
import { createImages, type Images } from './images.ts';
import { createManagedIdentities, type ManagedIdentities } from './managedIdentities.ts';
import { createMessages, type Messages } from './messages.ts';
import { createMetadata, type Metadata } from './metadata.ts';
import { createOrganizations, type Organizations } from './organizations.ts';
import { createPackages, type Packages } from './packages.ts';
import { createProperties, type Properties } from './properties.ts';
import { createRegistrationRows, type RegistrationRows } from './registrationRows.ts';
import { createRestoredRows, type RestoredRows } from './restoredRows.ts';
import { createRows, type Rows } from './rows.ts';
import { createRunner, type RunnerOptions } from './runner.ts';
import { createSecureConfigurations, type SecureConfigurations } from './secureConfigurations.ts';
import { createServiceEndpoints, type ServiceEndpoints } from './serviceEndpoints.ts';
import { createSolutions, type Solutions } from './solutions.ts';
import { createStepChanges, type StepChanges } from './stepChanges.ts';
import { createSteps, type Steps } from './steps.ts';
import { createSystemJobs, type SystemJobs } from './systemJobs.ts';
import { createTraceLogs, type TraceLogs } from './traceLogs.ts';
import { createTypeStatistics, type TypeStatisticsTable } from './typeStatistics.ts';
import { createTypes, type Types } from './types.ts';
import { createUserRights, type UserRights } from './userRights.ts';
import { createUsers, type Users } from './users.ts';
import { createWebApi } from './webApi.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';

/** One organisation's Web API, table by table, in the domain's words. */
export interface Dataverse {
  readonly organizations: Organizations;
  readonly packages: Packages;
  readonly assemblies: Assemblies;
  readonly types: Types;
  readonly serviceEndpoints: ServiceEndpoints;
  readonly webhooks: Webhooks;
  readonly endpointSecrets: EndpointSecrets;
  readonly steps: Steps;
  readonly stepChanges: StepChanges;
  readonly secureConfigurations: SecureConfigurations;
  readonly images: Images;
  readonly managedIdentities: ManagedIdentities;
  readonly messages: Messages;
  readonly users: Users;
  readonly userRights: UserRights;
  readonly metadata: Metadata;
  readonly rows: Rows;
  readonly systemJobs: SystemJobs;
  readonly traceLogs: TraceLogs;
  readonly typeStatistics: TypeStatisticsTable;
  readonly registrationRows: RegistrationRows;
  readonly properties: Properties;
  readonly restoredRows: RestoredRows;
  readonly solutions: Solutions;
  readonly dependencies: Dependencies;
  /** The organisation's time, milliseconds since 1970, in whole seconds. */
  serverNow(): number;
}

export function createDataverse(options: RunnerOptions): Dataverse {
  const runner = createRunner(options);
  const api = createWebApi(runner, options.webApi);
  const serviceEndpoints = createServiceEndpoints(api);
  const steps = createSteps(api);
  const solutions = createSolutions(api);
  return {
    organizations: createOrganizations(api),
    packages: createPackages(api),
    assemblies: createAssemblies(api),
    types: createTypes(api),
    serviceEndpoints,
    endpointSecrets: createEndpointSecrets(api, serviceEndpoints),
    webhooks: createWebhooks(api, serviceEndpoints),
    steps,
    stepChanges: createStepChanges(api, steps),
    secureConfigurations: createSecureConfigurations(api),
    images: createImages(api),
    managedIdentities: createManagedIdentities(api),
    messages: createMessages(api),
    users: createUsers(api),
    userRights: createUserRights(api),
    metadata: createMetadata(api),
    rows: createRows(api),
    systemJobs: createSystemJobs(api),
    traceLogs: createTraceLogs(api),
    typeStatistics: createTypeStatistics(api),
    registrationRows: createRegistrationRows(api),
    properties: createProperties(api),
    restoredRows: createRestoredRows(api),
    solutions,
    dependencies: createDependencies(api, solutions),
    serverNow: () => runner.serverNow(),
  };
}
