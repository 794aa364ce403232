import { messageSeeds } from './messageNames.ts';
import { seedId } from './seedId.ts';
import type { SeedPlace } from './seedPlace.ts';
import { solutionId } from './seedSolutions.ts';

/** Ids that are the same in every organisation. */
const wellKnownIds: { readonly [message: string]: string } = {
  Create: '9ebdbb1b-ea3e-db11-86a7-000a3a5473e8',
  Update: '20bebb1b-ea3e-db11-86a7-000a3a5473e8',
  Delete: 'a1bdbb1b-ea3e-db11-86a7-000a3a5473e8',
};

export function messageId(name: string): string {
  return wellKnownIds[name] ?? seedId('sdkmessage', name);
}

export function filterId(message: string, table: string): string {
  return seedId('sdkmessagefilter', message, table);
}

const server = 0;
const serverAndClient = 2;

export function seedMessages({ organisation }: SeedPlace): void {
  const system = { ismanaged: true, solutionid: solutionId('System'), customizationlevel: 0 };
  for (const message of messageSeeds) {
    const availability = message.client === true ? serverAndClient : server;
    organisation.seed('sdkmessage', {
      sdkmessageid: messageId(message.name),
      name: message.name,
      isprivate: message.private === true,
      isreadonly: message.readOnly === true,
      availability,
      ...system,
    });
    for (const table of message.tables ?? [])
      organisation.seed('sdkmessagefilter', {
        sdkmessagefilterid: filterId(message.name, table),
        name: `${message.name}: ${table}`,
        sdkmessageid: { table: 'sdkmessage', id: messageId(message.name) },
        primaryobjecttypecode: table,
        secondaryobjecttypecode: 'none',
        availability,
        iscustomprocessingstepallowed: message.closed !== true,
        isvisible: message.private !== true,
        ...system,
      });
  }
}
