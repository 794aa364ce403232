import { FailureError } from '../../shared/contract/failure.ts';
import { rightsReportOf } from '../../shared/domain/registrationRights.ts';
import type { Handlers } from './handlers.ts';
import type { OpenOrganizationOf } from './ports.ts';

/** What somebody may do in an organisation. */
export function createRights({
  open,
}: {
  readonly open: OpenOrganizationOf;
}): Pick<Handlers, 'rights.check'> {
  return {
    'rights.check': async ({ connectionId, applicationId }, { signal }) => {
      const { dataverse } = await open(connectionId);
      const found =
        applicationId === null
          ? await dataverse.userRights.mine({ signal })
          : await dataverse.userRights.ofApplication(applicationId.toLowerCase(), { signal });
      if (found === null) {
        throw new FailureError({
          code: 'notFound',
          sentence: 'No application user of this organisation is bound to this client id.',
          advice:
            'Make one in the Power Platform admin center: the environment’s settings, Application users, New app user.',
        });
      }
      return { report: rightsReportOf(found.user, found.roles, found.held) };
    },
  };
}
