import { z } from 'zod';

/**
 * What a file that can be registered holds, as read from its bytes: one .NET assembly, or a plug-in package
 * with several. The names and the order of the members are those that `registrar inspect --json` prints.
 */

/** Null stands for "has none": 16 lower-case hex digits otherwise. */
const publicKeyToken = z.string().nullable();

export const AssemblyReference = z.object({
  name: z.string(),
  version: z.string(),
  culture: z.string(),
  publicKeyToken,
});
export type AssemblyReference = z.infer<typeof AssemblyReference>;

/**
 * `signed`: the strong name is there and is the file's. `broken`: it is there, and the file was changed since.
 * `delaySigned`: a public key and room for a signature that is still to come. `publicSigned`: marked as signed,
 * with the room left empty. `none`: no public key.
 */
export const StrongNameState = z.enum(['signed', 'broken', 'delaySigned', 'publicSigned', 'none']);
export type StrongNameState = z.infer<typeof StrongNameState>;

/**
 * The signature that Windows checks (PKCS #7 at the end of the file). Whether this computer trusts the issuer is not
 * judged. Times are ISO 8601 in UTC.
 */
export const Authenticode = z.discriminatedUnion('state', [
  z.object({
    /** `intact` when both checks below hold; otherwise which does not. */
    state: z.enum(['intact', 'fileChanged', 'signatureBroken']),
    subject: z.string(),
    issuer: z.string(),
    serialNumber: z.string(),
    /** SHA-1 of the certificate in lower-case hex, as Windows shows it. */
    thumbprint: z.string(),
    validFrom: z.string(),
    validTo: z.string(),
    /** The signer's certificate, which is public. */
    pem: z.string(),
    /** `sha256` … */
    digestAlgorithm: z.string(),
    /** The digest in the signature is the digest of this file. */
    hashMatches: z.boolean(),
    /** The signature over that digest was made with the certificate's key. */
    signatureValid: z.boolean(),
    /** As a time-stamping service or the signer wrote it in, unchecked; null when there is none. */
    signedOn: z.string().nullable(),
  }),
  /** There is one, and it is damaged or of a form that is not known. */
  z.object({ state: z.literal('unreadable'), sentence: z.string() }),
]);
export type Authenticode = z.infer<typeof Authenticode>;

/** A value in an attribute: enumerations are their number, types their name. */
export type AttributeValue = string | number | boolean | null | readonly AttributeValue[];
export const AttributeValue: z.ZodType<AttributeValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(AttributeValue)]),
);

/** An attribute by which deployment tools find what to register, such as CrmPluginRegistrationAttribute. */
export const RegistrationAttribute = z.object({
  attributeType: z.string(),
  arguments: z.array(AttributeValue),
  /** By the name of the property or field. A 64-bit number is a text where it has more digits than a number. */
  named: z.record(z.string(), AttributeValue),
  /** False when the bytes could not be read to the end; what was read until then is here. */
  complete: z.boolean(),
});
export type RegistrationAttribute = z.infer<typeof RegistrationAttribute>;

export const PluginTypeKind = z.enum(['plugin', 'workflowActivity']);
export type PluginTypeKind = z.infer<typeof PluginTypeKind>;

/** Public constructors by which the platform can make it: `()`, `(string)` and `(string, string)`. */
export const ConstructorForm = z.enum(['none', 'unsecure', 'unsecureAndSecure']);
export type ConstructorForm = z.infer<typeof ConstructorForm>;

const classMembers = {
  /** The CLR's full name: nested classes after a `+`. This is the type name that is registered. */
  typeName: z.string(),
  kind: PluginTypeKind,
  /** Seen from outside: for a nested class that goes for each class around it too. */
  public: z.boolean(),
  abstract: z.boolean(),
  /** Full name of the class that it derives from, as .NET writes it. */
  baseType: z.string().nullable(),
};

/** A class that can be registered. */
export const FoundType = z.object({
  ...classMembers,
  constructors: z.array(ConstructorForm),
  attributes: z.array(RegistrationAttribute),
});
export type FoundType = z.infer<typeof FoundType>;

export const TypeObstacle = z.enum(['notPublic', 'abstract', 'generic', 'notAClass']);
export type TypeObstacle = z.infer<typeof TypeObstacle>;

/** Would be a plug-in or an activity but for its obstacles: told, so that nobody wonders where it is. */
export const UnfitType = z.object({ ...classMembers, obstacles: z.array(TypeObstacle) });
export type UnfitType = z.infer<typeof UnfitType>;

/** Derives from something in an assembly that is not at hand, so that it cannot be said whether it is a plug-in. */
export const UndecidedType = z.object({ typeName: z.string(), missingAssembly: z.string() });
export type UndecidedType = z.infer<typeof UndecidedType>;

export const AssemblyArchitecture = z.enum(['anyCpu', 'x86', 'x64', 'arm', 'arm64', 'other']);

export const AssemblyFile = z.object({
  kind: z.literal('assembly'),
  name: z.string(),
  version: z.string(),
  /** `neutral` where there is none. */
  culture: z.string(),
  publicKeyToken,
  /** As the attribute has it: `.NETFramework,Version=v4.6.2`. Null where the compiler left it out. */
  targetFramework: z.string().nullable(),
  /** It carries a strong name; `strongName` tells in what state. */
  strongNamed: z.boolean(),
  authenticode: Authenticode.nullable(),
  references: z.array(AssemblyReference),
  types: z.array(FoundType),
  otherTypes: z.array(UnfitType),
  undecidedTypes: z.array(UndecidedType),
  strongName: StrongNameState,
  architecture: AssemblyArchitecture,
  /** Holds machine code beside .NET's (C++/CLI); the sandbox of Dataverse runs none. */
  mixedMode: z.boolean(),
  /** `v4.0.30319`, as the metadata has it. */
  runtimeVersion: z.string(),
  /** Bytes. */
  size: z.number().int(),
});
export type AssemblyFile = z.infer<typeof AssemblyFile>;

/** An assembly in a package: `path` is its place in the archive, `holdsPlugins` whether a row will be made for it. */
export const PackagedAssembly = AssemblyFile.extend({ path: z.string(), holdsPlugins: z.boolean() });
export type PackagedAssembly = z.infer<typeof PackagedAssembly>;

export const PackageFile = z.object({
  kind: z.literal('package'),
  id: z.string(),
  version: z.string(),
  assemblies: z.array(PackagedAssembly),
  /** Files in lib that look like assemblies and are none. */
  unreadable: z.array(z.object({ path: z.string(), sentence: z.string() })),
  title: z.string().nullable(),
  authors: z.string().nullable(),
  description: z.string().nullable(),
  dependencies: z.array(
    z.object({ id: z.string(), version: z.string().nullable(), targetFramework: z.string().nullable() }),
  ),
  /** Bytes. */
  size: z.number().int(),
});
export type PackageFile = z.infer<typeof PackageFile>;

export const PluginFile = z.discriminatedUnion('kind', [AssemblyFile, PackageFile]);
export type PluginFile = z.infer<typeof PluginFile>;

/** Neither: `sentence` says what is wrong with it, `advice` what to do. */
export interface UnreadablePluginFile {
  readonly kind: 'unreadable';
  readonly sentence: string;
  readonly advice: string;
}
export type PluginFileReading = PluginFile | UnreadablePluginFile;
