import type { SeedPlace } from '../seedPlace.ts';
import { createRowMaker, lacking } from './largeRows.ts';
import { firstNames, lastNames, pick } from './largeWords.ts';

/** Users with a name, an address and a mailbox each; one in twelve has left. */
export function seedLargeUsers(place: SeedPlace, wanted: number): void {
  const { details, store } = place.organisation;
  const maker = createRowMaker(place, 'systemuser', 'user', {
    businessunitid: { table: 'businessunit', id: details.businessUnitId },
  });
  store.load(
    'systemuser',
    Array.from({ length: lacking(place, 'systemuser', wanted) }, (_, index) => {
      const firstname = pick(firstNames, index);
      const lastname = pick(lastNames, Math.floor(index / firstNames.length));
      const round = Math.floor(index / (firstNames.length * lastNames.length));
      const address = `${firstname}.${lastname}${round === 0 ? '' : round + 1}@contoso.example`.toLowerCase();
      return maker.row(index, {
        firstname,
        lastname,
        fullname: `${firstname} ${lastname}`,
        domainname: address,
        internalemailaddress: address,
        azureactivedirectoryobjectid: maker.id(index),
        isdisabled: index % 12 === 11,
      });
    }),
  );
}
