import type { ApplicationInformation } from '../../shared/contract/calls/application.ts';
import type { PreferenceFile } from '../storage/preferenceFile.ts';
import type { Handlers } from './handlers.ts';

export function createApplication(ports: {
  application: ApplicationInformation;
  preferences: PreferenceFile;
}): Pick<Handlers, 'application.describe' | 'preference.list' | 'preference.write'> {
  return {
    'application.describe': async () => ports.application,
    'preference.list': () => ports.preferences.list(),
    'preference.write': async ({ values }) => {
      await ports.preferences.write(values);
      return {};
    },
  };
}
