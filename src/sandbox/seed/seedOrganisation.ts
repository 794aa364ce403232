import type { RemoteContext } from '../pipeline/contextValue.ts';
import { seedCustomApis } from './seedCustomApis.ts';
import { seedCustomers } from './seedCustomers.ts';
import { seedEndpoints } from './seedEndpoints.ts';
import { seedJobs } from './seedJobs.ts';
import { seedMessages } from './seedMessages.ts';
import type { SeedPlace } from './seedPlace.ts';
import { seedPlugins } from './seedPlugins.ts';
import { seedProcesses } from './seedProcesses.ts';
import { seedSolutions } from './seedSolutions.ts';
import { seedSteps } from './seedSteps.ts';
import { seedTraceLogs } from './seedTraceLogs.ts';
import { seedTypeStatistics } from './seedTypeStatistics.ts';
import { seedUsers } from './seedUsers.ts';

/**
 * Fills a new organisation as one that has been worked with for a year. Row ids are the same in every sandbox; dates
 * are counted from `place.now`.
 * @returns what the unfinished system jobs among the rows have to post, by job id
 */
export function seedOrganisation(place: SeedPlace): Readonly<Record<string, RemoteContext>> {
  seedUsers(place);
  seedSolutions(place);
  seedMessages(place);
  seedPlugins(place);
  seedEndpoints(place);
  seedSteps(place);
  seedCustomApis(place);
  seedProcesses(place);
  seedCustomers(place);
  seedTraceLogs(place);
  seedTypeStatistics(place);
  return seedJobs(place);
}
