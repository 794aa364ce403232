import type { ConnectionId } from '../../shared/domain/ids.ts';
import type { Registrations } from '../../shared/domain/registration.ts';
import type { Clock } from '../ports.ts';
import type { Handlers } from './handlers.ts';
import { loadRegistrations } from './loadRegistrations.ts';
import type { InBackground, OpenOrganizationOf, RegistrationStore } from './ports.ts';

export interface RegistrationPorts {
  readonly open: OpenOrganizationOf;
  readonly store: RegistrationStore;
  readonly clock: Clock;
  readonly inBackground: InBackground;
}

export function createRegistrations(
  ports: RegistrationPorts,
): Pick<Handlers, 'registrations.cached' | 'registrations.load'> {
  function keep(connectionId: ConnectionId, registrations: Registrations): void {
    ports.inBackground('The registrations could not be kept for the next start.', async () => {
      // After the answer: writing the text of a large organisation takes a moment.
      await new Promise((resolve) => setImmediate(resolve));
      await ports.store.write(connectionId, registrations);
    });
  }

  return {
    'registrations.cached': async ({ connectionId }) => {
      const { memory } = await ports.open(connectionId);
      const registrations = memory.registrations ?? (await ports.store.read(connectionId));
      if (registrations) {
        memory.registrations ??= registrations;
        memory.information ??= registrations.organization;
      }
      return { registrations };
    },

    'registrations.load': async ({ connectionId }, { signal, progress }) => {
      const organization = await ports.open(connectionId);
      const registrations = await loadRegistrations(organization, ports.clock, { signal, progress });
      keep(connectionId, registrations);
      return { registrations };
    },
  };
}
