import type { RemoteContext } from '../../pipeline/contextValue.ts';
import { seedOrganisation } from '../seedOrganisation.ts';
import type { SeedPlace } from '../seedPlace.ts';
import { seedLargeAssemblies } from './seedLargeAssemblies.ts';
import { seedLargeMessages } from './seedLargeMessages.ts';
import { seedLargeSteps } from './seedLargeSteps.ts';
import { seedLargeUsers } from './seedLargeUsers.ts';

/** How many rows the large organisation has, those of the usual one among them. */
export const largeCounts = {
  pluginassembly: 300,
  plugintype: 5000,
  sdkmessageprocessingstep: 10_000,
  sdkmessageprocessingstepimage: 4000,
  sdkmessage: 1000,
  sdkmessagefilter: 60_000,
  systemuser: 15_000,
} as const;

/**
 * Fills an organisation as large ones are, on top of what every sandbox has. Needs the large schema. Rows and ids are
 * the same every time; dates are counted from `place.now`.
 */
export function seedLargeOrganisation(place: SeedPlace): Readonly<Record<string, RemoteContext>> {
  const contexts = seedOrganisation(place);
  seedLargeMessages(place, largeCounts.sdkmessage, largeCounts.sdkmessagefilter);
  const types = seedLargeAssemblies(place, largeCounts.pluginassembly, largeCounts.plugintype);
  seedLargeSteps(place, types, {
    steps: largeCounts.sdkmessageprocessingstep,
    images: largeCounts.sdkmessageprocessingstepimage,
  });
  seedLargeUsers(place, largeCounts.systemuser);
  return contexts;
}
