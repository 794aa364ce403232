import {
  type ParsedConnectionString,
  parseConnectionString,
} from '../../../shared/domain/connectionString.ts';
import { hasNoErrors } from '../../../shared/domain/fieldProblem.ts';
import type { ServiceEndpointDraft } from '../../../shared/domain/serviceEndpoint.ts';
import {
  changeDesignationType,
  draftFromConnectionString,
  type ServiceEndpointForm,
} from '../../../shared/domain/serviceEndpointForm.ts';

/** Pages of the wizard, from 0. */
export const wizardPages = ['Connection', 'Settings', 'Check'] as const;

const emptyDraft: ServiceEndpointDraft = {
  name: '',
  description: '',
  designationType: 'queue',
  namespaceAddress: '',
  path: '',
  authorization: { kind: 'sasKey', keyName: '' },
  messageFormat: 'json',
  userInformation: 'none',
};

/** What the wizard holds while it is open. */
export interface EndpointWizard {
  readonly page: 0 | 1 | 2;
  /** Whether it starts with a connection string; otherwise everything is typed by hand. */
  readonly startsWithString: boolean;
  readonly text: string;
  /** The text that the form was filled from; null before. */
  readonly filledFrom: string | null;
  readonly form: ServiceEndpointForm;
  /** The name that we proposed: one that the user typed stays. */
  readonly proposedName: string;
}

export const freshWizard: EndpointWizard = {
  page: 0,
  startsWithString: true,
  text: '',
  filledFrom: null,
  form: { draft: emptyDraft },
  proposedName: '',
};

/** Whether the user entered anything that closing would lose. */
export function isWizardDirty(wizard: EndpointWizard): boolean {
  return (
    wizard.text.trim() !== '' ||
    JSON.stringify(wizard.form.draft) !== JSON.stringify(emptyDraft) ||
    wizard.form.secret !== undefined
  );
}

/** Why the first page cannot be left; null when it can. */
export function reasonAgainstNext(wizard: EndpointWizard, parsed: ParsedConnectionString): string | null {
  if (!wizard.startsWithString) return null;
  if (wizard.text.trim() === '') return 'Paste the connection string first, or choose Enter by hand.';
  return hasNoErrors(parsed.problems) ? null : 'Put right first what is marked as wrong.';
}

/**
 * From the connection string to the form. What the string says is taken from it; what it does not say, and a name
 * that the user typed, stay as they are when the user goes back and forth.
 */
export function toSettings(
  wizard: EndpointWizard,
  existingNames: readonly string[],
  now: Date = new Date(),
): EndpointWizard {
  if (!wizard.startsWithString || wizard.filledFrom === wizard.text) return { ...wizard, page: 1 };
  const parsed = parseConnectionString(wizard.text, now);
  const { draft, secret } = draftFromConnectionString(parsed, existingNames);
  const before = wizard.form.draft;
  const named = before.name !== '' && before.name !== wizard.proposedName;
  const filled = changeDesignationType(
    {
      ...draft,
      name: named ? before.name : draft.name,
      description: before.description,
      messageFormat: before.messageFormat,
      userInformation: before.userInformation,
      path: parsed.entityPath ?? before.path,
    },
    before.designationType,
  );
  return {
    ...wizard,
    page: 1,
    filledFrom: wizard.text,
    form: { draft: filled, secret },
    proposedName: draft.name,
  };
}

/** Everything typed by hand: what a connection string said before stays. */
export function toHandEntry(wizard: EndpointWizard): EndpointWizard {
  return { ...wizard, startsWithString: false, page: 1 };
}
