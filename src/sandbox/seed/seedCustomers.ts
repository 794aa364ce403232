import { seedId } from './seedId.ts';
import { daysAgo, type SeedPlace } from './seedPlace.ts';
import { userId } from './seedUsers.ts';

type Account = readonly [name: string, city: string, country: string, industry: number, revenue: number];

const accounts: readonly Account[] = [
  ['Adventure Works Cycles', 'Seattle', 'United States', 12, 48_500_000],
  ['Alpine Ski House', 'Innsbruck', 'Austria', 25, 7_200_000],
  ['Bellows College', 'Leeds', 'United Kingdom', 27, 15_900_000],
  ['Best For You Organics', 'Portland', 'United States', 17, 9_400_000],
  ['Blue Yonder Airlines', 'Denver', 'United States', 30, 820_000_000],
  ['City Power & Light', 'Chicago', 'United States', 31, 410_000_000],
  ['Coho Vineyard', 'Napa', 'United States', 17, 5_300_000],
  ['Consolidated Messenger', 'Hamburg', 'Germany', 30, 64_000_000],
  ['Fabrikam Metalworks', 'Turin', 'Italy', 12, 38_700_000],
  ['First Up Consultants', 'Dublin', 'Ireland', 7, 4_100_000],
  ['Fourth Coffee', 'Copenhagen', 'Denmark', 13, 11_800_000],
  ['Graphic Design Institute', 'Utrecht', 'Netherlands', 9, 2_600_000],
  ['Humongous Insurance', 'Zürich', 'Switzerland', 20, 1_250_000_000],
  ['Lamna Healthcare', 'Toronto', 'Canada', 11, 93_000_000],
  ['Liberty Delightful Bakery', 'Lyon', 'France', 17, 1_900_000],
  ['Litware Instruments', 'Gothenburg', 'Sweden', 12, 27_400_000],
  ['Lucerne Publishing', 'Lucerne', 'Switzerland', 3, 18_300_000],
  ['Margie’s Travel', 'Porto', 'Portugal', 8, 6_700_000],
  ['Munson’s Pickles and Preserves', 'Madison', 'United States', 17, 3_800_000],
  ['Nod Publishers', 'Edinburgh', 'United Kingdom', 3, 5_100_000],
  ['Northwind Traders', 'Antwerp', 'Belgium', 33, 142_000_000],
  ['Proseware Software', 'Tallinn', 'Estonia', 6, 22_600_000],
  ['Relecloud Hosting', 'Espoo', 'Finland', 6, 57_500_000],
  ['School of Fine Art', 'Florence', 'Italy', 27, 1_200_000],
  ['Southridge Video', 'Austin', 'United States', 14, 8_900_000],
  ['Tailspin Toys', 'Nuremberg', 'Germany', 33, 71_000_000],
  ['The Phone Company', 'Wrocław', 'Poland', 8, 330_000_000],
  ['Trey Research', 'Grenoble', 'France', 7, 13_700_000],
  ['VanArsdel Furniture', 'Malmö', 'Sweden', 32, 29_900_000],
  ['Wide World Importers', 'Valencia', 'Spain', 33, 88_400_000],
];

const firstNames = [
  'Aisha',
  'Bruno',
  'Carmen',
  'Daan',
  'Elif',
  'Felix',
  'Greta',
  'Hugo',
  'Ingrid',
  'Jamal',
  'Katya',
  'Leon',
  'Mei',
  'Nils',
  'Olga',
  'Pablo',
  'Quinn',
  'Rosa',
  'Sven',
  'Tomoko',
];
const lastNames = [
  'Almeida',
  'Bergström',
  'Castillo',
  'de Vries',
  'Eriksen',
  'Fontaine',
  'Gruber',
  'Haddad',
  'Ivanova',
  'Janssen',
  'Kowalski',
];
const jobTitles = [
  'Purchasing Manager',
  'Plant Manager',
  'IT Director',
  'Owner',
  'Office Manager',
  'Controller',
];
const sellers = ['Amara', 'Jonas', 'Mateo'];

const subjects = [
  'Call back about delivery date',
  'Send updated price list',
  'Prepare quote for spare parts',
  'Check credit limit',
  'Arrange site visit',
  'Review service contract',
  'Ask for feedback on pilot',
  'Collect missing VAT number',
  'Follow up on trade fair contact',
  'Confirm training dates',
];

const contactCount = 40;
const taskCount = 20;

export function accountId(name: string): string {
  return seedId('account', name);
}

/** Name of the nth seeded account, over and over. */
export function accountName(index: number): string {
  return accounts[index % accounts.length]?.[0] ?? '';
}

export function contactId(index: number): string {
  return seedId('contact', String(index % contactCount));
}

export function taskId(index: number): string {
  return seedId('task', String(index % taskCount));
}

/** Picks from a list by index, over and over. */
function pick<T>(items: readonly T[], index: number, fallback: T): T {
  return items[index % items.length] ?? fallback;
}

export function seedCustomers(place: SeedPlace): void {
  accounts.forEach(([name, city, country, industry, revenue], index) => {
    const date = daysAgo(place, 300 - index * 7, index * 37);
    place.organisation.seed('account', {
      accountid: accountId(name),
      name,
      accountnumber: `C-${String(10_021 + index * 13)}`,
      address1_city: city,
      address1_country: country,
      telephone1: phone(index),
      websiteurl: `https://www.${slug(name)}.example`,
      emailaddress1: `info@${slug(name)}.example`,
      industrycode: industry,
      customertypecode: index % 6 === 5 ? 8 : 3,
      revenue,
      creditlimit: Math.round(revenue / 200 / 1000) * 1000,
      numberofemployees: Math.max(12, Math.round(revenue / 210_000)),
      primarycontactid: { table: 'contact', id: contactId(index) },
      ownerid: { table: 'systemuser', id: userId(pick(sellers, index, 'Amara')) },
      createdon: date,
      modifiedon: date,
    });
  });
  for (let index = 0; index < contactCount; index += 1) seedContact(place, index);
  for (let index = 0; index < taskCount; index += 1) seedTask(place, index);
}

function seedContact(place: SeedPlace, index: number): void {
  const firstname = pick(firstNames, index, 'Kim');
  // Steps of 7 through 11 names: no pair of names comes twice among 40.
  const lastname = pick(lastNames, index * 7 + Math.floor(index / 20), 'Berg');
  const account = accountName(index);
  const date = daysAgo(place, 280 - index * 5, index * 23);
  place.organisation.seed('contact', {
    contactid: contactId(index),
    firstname,
    lastname,
    jobtitle: pick(jobTitles, index, 'Owner'),
    emailaddress1: `${slug(firstname)}.${slug(lastname)}@${slug(account)}.example`,
    telephone1: phone(index + 50),
    parentcustomerid: { table: 'account', id: accountId(account) },
    ownerid: { table: 'systemuser', id: userId(pick(sellers, index, 'Amara')) },
    createdon: date,
    modifiedon: date,
  });
}

function seedTask(place: SeedPlace, index: number): void {
  const account = accountName(index * 3);
  const isDone = index % 3 === 0;
  const date = daysAgo(place, 30 - index, index * 41);
  place.organisation.seed('task', {
    activityid: taskId(index),
    subject: pick(subjects, index, 'Call back'),
    description: `For ${account}.`,
    scheduledend: daysAgo(place, 12 - index),
    prioritycode: index % 3,
    regardingobjectid: { table: 'account', id: accountId(account) },
    ...(isDone ? { statecode: 1, statuscode: 5, actualend: daysAgo(place, 13 - index) } : {}),
    ownerid: { table: 'systemuser', id: userId(pick(sellers, index, 'Amara')) },
    createdon: date,
    modifiedon: date,
  });
}

/** Numbers of the range kept for fiction. */
function phone(index: number): string {
  return `+1 (555) 010-${String(index).padStart(4, '0')}`;
}

function slug(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll('ł', 'l')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}
