import { type AcsCloud, acsAddressesOf } from '../acsAddresses.ts';
import type { Guide } from './guide.ts';

/** Of the namespace whose certificate is renewed. */
export interface RolloverValues {
  /** Name of the Service Bus namespace, without the suffix. */
  readonly namespace: string;
  readonly cloud: AcsCloud;
  /** The endpoint's connection mode is Federated: a second address has to be changed too. */
  readonly federated: boolean;
}

/**
 * How the certificate of a government-cloud organisation was renewed in Access Control (ACS) without losing a message:
 * old and new stand side by side until the date. Kept to be read, after Microsoft's article KB 3200643:
 * ACS was switched off on 7 November 2018.
 */
export function certificateRolloverGuide({ namespace, cloud, federated }: RolloverValues): Guide {
  const name = namespace.trim() === '' ? 'contoso' : namespace.trim();
  const addresses = acsAddressesOf(name, cloud);
  return {
    title: 'Renewing a certificate in Access Control (historical)',
    introduction: [
      'Kept to be read: Access Control (ACS) was switched off on 7 November 2018, so none of these addresses answers any more. What it teaches still holds: a new certificate is added beside the old one, and the old one goes only when nothing is signed with it any longer.',
      'An endpoint that still says ACS posts nothing. Move it to a SAS key instead: its steps and its id stay.',
    ],
    steps: [
      {
        id: 'endpoints',
        title: 'List the service endpoints',
        sentences: [
          'Each endpoint with the authorization type ACS was changed one by one. The key page of this program lists them.',
        ],
        commands: [],
        check: {
          sentence: 'You know each endpoint’s namespace and whether its connection mode is Federated.',
        },
      },
      {
        id: 'management',
        title: 'Open the management page of the namespace',
        sentences: [
          federated
            ? 'A federated endpoint had two: the page of the Service Bus scope, and the one without “-sb”.'
            : 'A normal endpoint had one page, with “-sb” in its name.',
        ],
        commands: [
          { label: 'Management page', where: 'browser', text: addresses.managementPage },
          ...(federated
            ? [
                {
                  label: 'Management page, federated',
                  where: 'browser',
                  text: addresses.federatedManagementPage,
                },
              ]
            : []),
        ],
        check: {
          sentence:
            'Service identities lists the identity of your organisation: crm9.dynamics.com for the US government cloud.',
        },
      },
      {
        id: 'add',
        title: 'Add the new certificate beside the old one',
        sentences: [
          'In the service identity: Add, type X509, choose the new public certificate, Save.',
          'The old one stays: until the new one’s validity begins, messages are signed with the old one.',
        ],
        commands: [],
        check: {
          sentence:
            'Credentials lists both, with their dates. Tools › Certificates compares two files the same way.',
        },
      },
      {
        id: 'remove',
        title: 'Remove the old one after the date',
        sentences: ['Only when messages have arrived that were signed with the new one.'],
        commands: [],
        check: {
          sentence:
            'Verify Authentication no longer ends with “The token provider was unable to provide a security token … (401) Unauthorized”.',
        },
      },
    ],
  };
}
