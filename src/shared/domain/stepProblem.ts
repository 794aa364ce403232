import type { FieldProblem } from './fieldProblem.ts';
import type { StepImage } from './registration.ts';

/** The fields of the step form, as problems name them. */
export type StepField =
  | 'handler'
  | 'name'
  | 'description'
  | 'message'
  | 'table'
  | 'secondaryTable'
  | 'filteringAttributes'
  | 'stage'
  | 'mode'
  | 'deployment'
  | 'rank'
  | 'runAsUserId'
  | 'deleteJobWhenSuccessful'
  | 'configuration'
  | 'secureConfiguration';

export type StepProblemKind =
  | 'handlerMissing'
  | 'handlerIsActivity'
  | 'nameMissing'
  | 'nameTooLong'
  | 'descriptionTooLong'
  | 'messageMissing'
  | 'messageNotForSteps'
  | 'imagesAgainst'
  | 'tableNotAllowed'
  | 'tableNotOfMessage'
  | 'tableMissing'
  | 'anyTable'
  | 'attributesNotUsed'
  | 'attributesWithoutTable'
  | 'attributesEmpty'
  | 'attributesUnknown'
  | 'attributesTooLong'
  | 'everyUpdate'
  | 'stageOfPlatform'
  | 'stageDeprecated'
  | 'stageOfEndpoint'
  | 'asynchronousBeforeOperation'
  | 'modeOfEndpoint'
  | 'synchronousRead'
  | 'deploymentOfEndpoint'
  | 'deploymentNotOfTable'
  | 'rankOutOfRange'
  | 'jobOfSynchronous'
  | 'jobVanishes'
  | 'configurationOfEndpoint'
  | 'secureConfigurationOfEndpoint'
  | 'secureConfigurationOffline';

export type StepProblem = FieldProblem<StepField, StepProblemKind>;

/** Room in Dataverse's columns, in characters. */
export const stepLengths = { name: 256, description: 256, filteringAttributes: 100_000 } as const;
export const rankRange = { least: -2_147_483_648, most: 2_147_483_647 } as const;

/** A step on a service endpoint runs so and not otherwise: after the operation, on its own, on the server. */
export const endpointStepSetting = {
  stage: 'postOperation',
  mode: 'asynchronous',
  deployment: 'server',
} as const;

/** Where the organisation runs a message's steps: on the server, in Outlook's offline client, or in both. */
export type Availability = 'server' | 'client' | 'both';

/** What kind of handler a step has, as far as the rules tell them apart. */
export type HandlerKind = 'plugin' | 'workflowActivity' | 'serviceEndpoint' | 'webhook';

/** What the rules can know besides the draft; what is left out is not judged. */
export interface StepCheckContext {
  readonly handlerKind?: HandlerKind | undefined;
  /** Tables on which the chosen message allows steps: filter id and logical name. */
  readonly tables?:
    | readonly {
        readonly messageFilterId: string;
        readonly logicalName: string;
        readonly availability?: Availability;
      }[]
    | undefined;
  /** Filter rows of the chosen message that name no table. */
  readonly tablelessFilters?: readonly string[] | undefined;
  /** Whether the chosen message allows a step on no table in particular. */
  readonly anyTable?: boolean | undefined;
  /** Logical names of the chosen table's columns. */
  readonly columns?: readonly string[] | undefined;
  /** The step's images, which its message and stage have to allow. */
  readonly images?: readonly Pick<StepImage, 'name' | 'imageType'>[] | undefined;
  /** Whether the step has a secure configuration, or gets one. */
  readonly secure?: boolean | undefined;
}
