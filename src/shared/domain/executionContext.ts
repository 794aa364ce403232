import type { DateTime, Entity, EntityReference, Member, Pair, Value } from './contextValue.ts';
import { findPair } from './contextValue.ts';

/**
 * What Dataverse posts about one operation (in the SDK: RemoteExecutionContext), read from JSON, XML or .NET binary
 * into one shape. Plain data: it crosses to the page. A scalar that the message leaves out or sends as null is
 * missing here; a collection is then empty, and `absentMembers` tells the two apart.
 */
export interface ExecutionContext {
  readonly messageName?: string;
  readonly primaryEntityName?: string;
  readonly primaryEntityId?: string;
  /** "none" where the message has no second table. */
  readonly secondaryEntityName?: string;
  /** 10 pre-validation, 20 pre-operation, 30 main operation, 40 post-operation. */
  readonly stage?: number;
  /** 0 synchronous, 1 asynchronous. */
  readonly mode?: number;
  /** 1 none, 2 sandbox. */
  readonly isolationMode?: number;
  /** How many operations deep in a chain of plug-ins this one is; 1 is the user's own. */
  readonly depth?: number;
  readonly userId?: string;
  readonly initiatingUserId?: string;
  readonly userAzureActiveDirectoryObjectId?: string;
  readonly initiatingUserAzureActiveDirectoryObjectId?: string;
  /** Only newer servers send it. */
  readonly initiatingUserAgent?: string;
  readonly businessUnitId?: string;
  readonly organizationId?: string;
  readonly organizationName?: string;
  readonly correlationId?: string;
  readonly requestId?: string;
  /** The system job when asynchronous; the request when synchronous. */
  readonly operationId?: string;
  readonly operationCreatedOn?: DateTime;
  readonly isExecutingOffline?: boolean;
  readonly isInTransaction?: boolean;
  readonly isOfflinePlayback?: boolean;
  /** The step that posted. Its name is filled only when synchronous. */
  readonly owningExtension?: EntityReference;
  readonly inputParameters: readonly Pair<Value>[];
  readonly outputParameters: readonly Pair<Value>[];
  readonly sharedVariables: readonly Pair<Value>[];
  readonly preEntityImages: readonly Pair<Entity | null>[];
  readonly postEntityImages: readonly Pair<Entity | null>[];
  /** The operation that this one is part of, and so on upwards. */
  readonly parentContext?: ExecutionContext;
  /** Members of the contract that this message does not have, by their name on the wire. */
  readonly absentMembers: readonly string[];
  /** Members that this program does not know, or that are not of the type they should be. Nothing is thrown away. */
  readonly unknownMembers: readonly Member[];
}

/** The image that Dataverse adds by itself to asynchronous posts, to name the row in the system job. */
export const automaticImageName = 'AsynchronousStepPrimaryName';

export const isAutomaticImage = (imageName: string): boolean =>
  imageName.toLowerCase() === automaticImageName.toLowerCase();

export type ParameterCollectionName = 'inputParameters' | 'outputParameters' | 'sharedVariables';

/** The first parameter of that exact name. */
export const findParameter = (
  context: ExecutionContext,
  name: string,
  collection: ParameterCollectionName = 'inputParameters',
): Value | undefined => findPair(context[collection], name);

/** The row that a message is about. `entity` is there when the message carries columns and not only a reference. */
export interface ContextTarget {
  readonly logicalName?: string;
  readonly id?: string;
  readonly name?: string;
  readonly entity?: Entity;
  readonly reference?: EntityReference;
}

/** Parameters that hold the row itself, in the order in which to believe them. */
const targetParameterNames = ['Target', 'EntityMoniker', 'EmailId', 'IncidentResolution'];

/**
 * The row that a message is about: Target, for SetState the EntityMoniker, else what the context itself names.
 * Undefined when the message names neither a table nor a row.
 */
export const targetOf = (context: ExecutionContext): ContextTarget | undefined => {
  for (const parameterName of targetParameterNames) {
    const value = findParameter(context, parameterName);
    if (value?.kind === 'entity') {
      const { entity } = value;
      const id = entity.id && !isEmptyGuid(entity.id) ? entity.id : context.primaryEntityId;
      return withName(context, {
        logicalName: entity.logicalName ?? context.primaryEntityName,
        ...(id ? { id } : {}),
        entity,
      });
    }
    if (value?.kind === 'entityReference') {
      const { reference } = value;
      return withName(context, {
        logicalName: reference.logicalName ?? context.primaryEntityName,
        ...(reference.id ? { id: reference.id } : {}),
        ...(reference.name ? { name: reference.name } : {}),
        reference,
      });
    }
  }
  const hasTable = context.primaryEntityName !== undefined && !isNoTable(context.primaryEntityName);
  const hasRow = context.primaryEntityId !== undefined && !isEmptyGuid(context.primaryEntityId);
  if (!hasTable && !hasRow) return undefined;
  return withName(context, {
    ...(hasTable ? { logicalName: context.primaryEntityName } : {}),
    ...(hasRow ? { id: context.primaryEntityId } : {}),
  });
};

const isEmptyGuid = (id: string): boolean => /^[0-]+$/.test(id);

const isNoTable = (name: string): boolean => name === '' || name.toLowerCase() === 'none';

const withName = (context: ExecutionContext, target: ContextTarget): ContextTarget => {
  const name = target.name ?? rowNameOf(context, target);
  return name === undefined ? target : { ...target, name };
};

/** Columns that hold a row's name on the tables Dataverse is delivered with. */
const commonNameColumns = ['name', 'fullname', 'subject', 'title'];

/**
 * A row's name without asking the organisation: the automatic image holds the table's primary name (and the id),
 * and where there is none the columns that usually hold a name are tried.
 */
const rowNameOf = (context: ExecutionContext, target: ContextTarget): string | undefined => {
  const images = [...context.postEntityImages, ...context.preEntityImages];
  for (const image of images.filter(({ key }) => isAutomaticImage(key))) {
    const texts = (image.value?.attributes ?? []).flatMap(({ value }) =>
      value.kind === 'string' && value.text !== '' ? [value.text] : [],
    );
    if (texts.length === 1) return texts[0];
  }
  const rows = [target.entity, ...images.map(({ value }) => value)];
  for (const column of commonNameColumns) {
    for (const row of rows) {
      const value = row && findPair(row.attributes, column);
      if (value?.kind === 'string' && value.text !== '') return value.text;
    }
  }
  return undefined;
};
