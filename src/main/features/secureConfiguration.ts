import { FailureError, isFailure } from '../../shared/contract/failure.ts';
import type { StepId } from '../../shared/domain/ids.ts';
import type { SecureConfigurationChange } from '../../shared/domain/step.ts';
import type { OpenOrganization } from './ports.ts';

/** The text of a step's secure configuration. Rejects with `forbidden` where the user has no access to it. */
export async function readSecureConfiguration(
  { dataverse }: OpenOrganization,
  stepId: StepId,
  signal: AbortSignal,
): Promise<string> {
  const { secureConfigurationId } = await dataverse.steps.read(stepId, { signal });
  if (secureConfigurationId === null) return '';
  try {
    return await dataverse.secureConfigurations.read(secureConfigurationId, { signal });
  } catch (error) {
    throw isFailure(error) ? inWords(error) : error;
  }
}

function inWords(error: FailureError): FailureError {
  const { failure } = error;
  if (failure.code === 'forbidden') {
    return new FailureError(
      {
        ...failure,
        sentence: 'No access: your roles do not let you read secure configuration.',
        advice:
          'A system administrator can read it. You can leave it as it is, and everything else of the step can be changed.',
      },
      { cause: error },
    );
  }
  if (failure.code !== 'notFound') return error;
  return new FailureError(
    {
      ...failure,
      sentence: 'The step points to a secure configuration that is not there any more.',
      advice: 'Type it anew, or remove it.',
    },
    { cause: error },
  );
}

/** The text that a change brings; undefined where it brings none. */
export async function secretOf(
  organization: OpenOrganization,
  change: SecureConfigurationChange,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (change.kind === 'set') return change.secret;
  if (change.kind !== 'copyOf') return undefined;
  try {
    const secret = await readSecureConfiguration(organization, change.stepId, signal);
    return secret === '' ? undefined : secret;
  } catch (error) {
    if (!isFailure(error) || error.failure.code !== 'forbidden') throw error;
    throw new FailureError(
      {
        ...error.failure,
        advice: 'Copy the step without it, or type the secure configuration anew.',
        fields: { secureConfiguration: 'No access: it cannot be copied. Type it anew, or leave it out.' },
      },
      { cause: error },
    );
  }
}
