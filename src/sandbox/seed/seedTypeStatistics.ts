import { lookupIn, textIn } from '../store/row.ts';
import { seedId } from './seedId.ts';
import { daysAgo, type SeedPlace } from './seedPlace.ts';

/** What was counted so far of each plug-in type that has steps. */
export function seedTypeStatistics(place: SeedPlace): void {
  const { store, seed } = place.organisation;
  const used = new Set<string>();
  for (const step of store.rows('sdkmessageprocessingstep')) {
    const handler = lookupIn(step, 'eventhandler');
    if (handler?.table === 'plugintype') used.add(handler.id);
  }
  [...used].forEach((type, index) => {
    const executecount = 120 + index * 373;
    const failurecount = index % 4 === 1 ? 3 + index : 0;
    seed('plugintypestatistic', {
      plugintypestatisticid: seedId('plugintypestatistic', type),
      plugintypeid: { table: 'plugintype', id: type },
      executecount,
      failurecount,
      failurepercent: Math.round((failurecount / executecount) * 100),
      averageexecutetimeinmilliseconds: 8 + ((index * 29) % 140),
      crashcount: 0,
      crashpercent: 0,
      crashcontributionpercent: 0,
      terminatecpucontributionpercent: 0,
      terminatehandlescontributionpercent: 0,
      terminatememorycontributionpercent: 0,
      terminateothercontributionpercent: 0,
      createdon: textIn(store.get('plugintype', type) ?? {}, 'createdon') ?? daysAgo(place, 1),
    });
  });
}
