import { seedId } from './seedId.ts';
import { daysAgo, type SeedPlace } from './seedPlace.ts';

const activity = 'Contoso.Sales.Plugins.CalculateDiscount, Contoso.Sales.Plugins, Version=1.4.0.0';

/** An activated process that runs a custom workflow activity, which therefore cannot be unregistered. */
export function seedProcesses(place: SeedPlace): void {
  const date = daysAgo(place, 120);
  place.organisation.seed('workflow', {
    workflowid: seedId('workflow', 'Discount for loyal customers'),
    name: 'Discount for loyal customers',
    category: 0,
    type: 1,
    primaryentity: 'quote',
    xaml: `<Activity><mxswa:ActivityReference AssemblyQualifiedName="${activity}, Culture=neutral" DisplayName="Discount" /></Activity>`,
    statecode: 1,
    statuscode: 2,
    createdon: date,
    modifiedon: date,
  });
}
