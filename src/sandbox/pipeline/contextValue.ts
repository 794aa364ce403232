/**
 * What Dataverse posts, as the sandbox's server side holds it before it is written: values with their .NET types,
 * because the three wire formats tell types apart in different ways.
 */
export type WireValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: number }
  /** Source text: a long may exceed what a JavaScript number holds. */
  | { readonly kind: 'long'; readonly value: string }
  | { readonly kind: 'double'; readonly value: number }
  /** Source text: a decimal has up to 29 digits. */
  | { readonly kind: 'decimal'; readonly value: string }
  | { readonly kind: 'guid'; readonly value: string }
  | WireDate
  | { readonly kind: 'bytes'; readonly value: Uint8Array }
  | { readonly kind: 'optionSet'; readonly value: number }
  | { readonly kind: 'optionSets'; readonly value: readonly number[] }
  | { readonly kind: 'money'; readonly value: string }
  | WireReference
  /** `KeyValuePair<string, string>[]`, which the server writes into shared variables though the SDK does not know it. */
  | { readonly kind: 'pairs'; readonly value: readonly WirePair<string>[] }
  | WireEntity
  | WireEntityCollection;

/**
 * `ms` is the true instant in UTC epoch milliseconds. `clock` is .NET's DateTimeKind; a local date is shown at
 * `offsetMinutes` from UTC.
 */
export type WireDate = {
  readonly kind: 'dateTime';
  readonly ms: number;
  readonly clock: 'utc' | 'local' | 'unspecified';
  readonly offsetMinutes?: number;
};

export type WireReference = {
  readonly kind: 'reference';
  readonly logicalName: string;
  readonly id: string;
  readonly name: string | null;
};

/** One pair of a collection. Order counts; the wire allows a key to repeat. */
export type WirePair<Value = WireValue> = readonly [key: string, value: Value];

export type WireEntity = {
  readonly kind: 'entity';
  readonly logicalName: string;
  readonly id: string;
  readonly attributes: readonly WirePair[];
  readonly formattedValues: readonly WirePair<string>[];
  readonly rowVersion: string | null;
};

type WireEntityCollection = {
  readonly kind: 'entities';
  readonly entityName: string | null;
  readonly entities: readonly WireEntity[];
};

/** Every member of RemoteExecutionContext, under its own name with a small first letter. Guids are lower case. */
export type RemoteContext = {
  readonly businessUnitId: string;
  readonly correlationId: string;
  readonly depth: number;
  /** Servers since about 2021 write it; left out when undefined, as older servers do. */
  readonly initiatingUserAgent?: string;
  readonly initiatingUserAzureActiveDirectoryObjectId: string;
  readonly initiatingUserId: string;
  readonly inputParameters: readonly WirePair[];
  readonly isInTransaction: boolean;
  /** 1 none, 2 sandbox. Dataverse's own senders run outside the plug-in sandbox. */
  readonly isolationMode: number;
  readonly messageName: string;
  /** 0 synchronous, 1 asynchronous. */
  readonly mode: number;
  readonly operationCreatedOn: WireDate;
  readonly operationId: string;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly outputParameters: readonly WirePair[];
  readonly owningExtension: WireReference;
  readonly parentContext: RemoteContext | null;
  readonly postEntityImages: readonly WirePair<WireEntity>[];
  readonly preEntityImages: readonly WirePair<WireEntity>[];
  readonly primaryEntityId: string;
  readonly primaryEntityName: string;
  readonly requestId: string | null;
  readonly secondaryEntityName: string;
  readonly sharedVariables: readonly WirePair[];
  readonly stage: number;
  readonly userAzureActiveDirectoryObjectId: string;
  readonly userId: string;
};

export const emptyGuid = '00000000-0000-0000-0000-000000000000';
