/**
 * The columns of each metadata table (ECMA-335 II.22, and the pointer and edit-and-continue tables of .NET's own
 * uncompressed form). One left out would shift everything after it, so all 45 are here, wanted or not.
 */

export const tables = {
  module: 0x00,
  typeRef: 0x01,
  typeDef: 0x02,
  fieldPtr: 0x03,
  field: 0x04,
  methodPtr: 0x05,
  methodDef: 0x06,
  paramPtr: 0x07,
  param: 0x08,
  interfaceImpl: 0x09,
  memberRef: 0x0a,
  constant: 0x0b,
  customAttribute: 0x0c,
  fieldMarshal: 0x0d,
  declSecurity: 0x0e,
  classLayout: 0x0f,
  fieldLayout: 0x10,
  standAloneSig: 0x11,
  eventMap: 0x12,
  eventPtr: 0x13,
  event: 0x14,
  propertyMap: 0x15,
  propertyPtr: 0x16,
  property: 0x17,
  methodSemantics: 0x18,
  methodImpl: 0x19,
  moduleRef: 0x1a,
  typeSpec: 0x1b,
  implMap: 0x1c,
  fieldRva: 0x1d,
  encLog: 0x1e,
  encMap: 0x1f,
  assembly: 0x20,
  assemblyProcessor: 0x21,
  assemblyOs: 0x22,
  assemblyRef: 0x23,
  assemblyRefProcessor: 0x24,
  assemblyRefOs: 0x25,
  file: 0x26,
  exportedType: 0x27,
  manifestResource: 0x28,
  nestedClass: 0x29,
  genericParam: 0x2a,
  methodSpec: 0x2b,
  genericParamConstraint: 0x2c,
} as const;
export type TableName = keyof typeof tables;

/** One that stands for a table's number without a meaning: the tag is never valid. */
const unused = null;

/** ECMA-335 II.24.2.6: the low bits choose among these tables, the rest is the row. */
export const codedIndexes = {
  typeDefOrRef: { bits: 2, targets: ['typeDef', 'typeRef', 'typeSpec'] },
  hasConstant: { bits: 2, targets: ['field', 'param', 'property'] },
  hasCustomAttribute: {
    bits: 5,
    targets: [
      'methodDef',
      'field',
      'typeRef',
      'typeDef',
      'param',
      'interfaceImpl',
      'memberRef',
      'module',
      'declSecurity',
      'property',
      'event',
      'standAloneSig',
      'moduleRef',
      'typeSpec',
      'assembly',
      'assemblyRef',
      'file',
      'exportedType',
      'manifestResource',
      'genericParam',
      'genericParamConstraint',
      'methodSpec',
    ],
  },
  hasFieldMarshal: { bits: 1, targets: ['field', 'param'] },
  hasDeclSecurity: { bits: 2, targets: ['typeDef', 'methodDef', 'assembly'] },
  memberRefParent: { bits: 3, targets: ['typeDef', 'typeRef', 'moduleRef', 'methodDef', 'typeSpec'] },
  hasSemantics: { bits: 1, targets: ['event', 'property'] },
  methodDefOrRef: { bits: 1, targets: ['methodDef', 'memberRef'] },
  memberForwarded: { bits: 1, targets: ['field', 'methodDef'] },
  implementation: { bits: 2, targets: ['file', 'assemblyRef', 'exportedType'] },
  customAttributeType: { bits: 3, targets: [unused, unused, 'methodDef', 'memberRef', unused] },
  resolutionScope: { bits: 2, targets: ['module', 'moduleRef', 'assemblyRef', 'typeRef'] },
  typeOrMethodDef: { bits: 1, targets: ['typeDef', 'methodDef'] },
} as const satisfies Record<string, { bits: number; targets: readonly (TableName | null)[] }>;
export type CodedIndexName = keyof typeof codedIndexes;

/** A column: fixed width, an offset into a heap, a row of one table, or a row of one of several. */
export type ColumnKind =
  | 'u16'
  | 'u32'
  | 'string'
  | 'guid'
  | 'blob'
  | `row:${TableName}`
  | `coded:${CodedIndexName}`;

const assemblyRefOs = { platform: 'u32', majorVersion: 'u32', minorVersion: 'u32' } as const;

/** In the order of the bytes. */
export const tableLayouts = {
  module: { generation: 'u16', name: 'string', mvid: 'guid', encId: 'guid', encBaseId: 'guid' },
  typeRef: { scope: 'coded:resolutionScope', name: 'string', namespace: 'string' },
  typeDef: {
    flags: 'u32',
    name: 'string',
    namespace: 'string',
    extends: 'coded:typeDefOrRef',
    fieldList: 'row:field',
    methodList: 'row:methodDef',
  },
  fieldPtr: { field: 'row:field' },
  field: { flags: 'u16', name: 'string', signature: 'blob' },
  methodPtr: { method: 'row:methodDef' },
  methodDef: {
    rva: 'u32',
    implFlags: 'u16',
    flags: 'u16',
    name: 'string',
    signature: 'blob',
    paramList: 'row:param',
  },
  paramPtr: { param: 'row:param' },
  param: { flags: 'u16', sequence: 'u16', name: 'string' },
  interfaceImpl: { class: 'row:typeDef', interface: 'coded:typeDefOrRef' },
  memberRef: { class: 'coded:memberRefParent', name: 'string', signature: 'blob' },
  // The type is one byte, followed by one of padding.
  constant: { type: 'u16', parent: 'coded:hasConstant', value: 'blob' },
  customAttribute: { parent: 'coded:hasCustomAttribute', type: 'coded:customAttributeType', value: 'blob' },
  fieldMarshal: { parent: 'coded:hasFieldMarshal', nativeType: 'blob' },
  declSecurity: { action: 'u16', parent: 'coded:hasDeclSecurity', permissionSet: 'blob' },
  classLayout: { packingSize: 'u16', classSize: 'u32', parent: 'row:typeDef' },
  fieldLayout: { offset: 'u32', field: 'row:field' },
  standAloneSig: { signature: 'blob' },
  eventMap: { parent: 'row:typeDef', eventList: 'row:event' },
  eventPtr: { event: 'row:event' },
  event: { flags: 'u16', name: 'string', type: 'coded:typeDefOrRef' },
  propertyMap: { parent: 'row:typeDef', propertyList: 'row:property' },
  propertyPtr: { property: 'row:property' },
  property: { flags: 'u16', name: 'string', type: 'blob' },
  methodSemantics: { semantics: 'u16', method: 'row:methodDef', association: 'coded:hasSemantics' },
  methodImpl: {
    class: 'row:typeDef',
    methodBody: 'coded:methodDefOrRef',
    methodDeclaration: 'coded:methodDefOrRef',
  },
  moduleRef: { name: 'string' },
  typeSpec: { signature: 'blob' },
  implMap: {
    flags: 'u16',
    memberForwarded: 'coded:memberForwarded',
    importName: 'string',
    importScope: 'row:moduleRef',
  },
  fieldRva: { rva: 'u32', field: 'row:field' },
  encLog: { token: 'u32', functionCode: 'u32' },
  encMap: { token: 'u32' },
  assembly: {
    hashAlgorithm: 'u32',
    major: 'u16',
    minor: 'u16',
    build: 'u16',
    revision: 'u16',
    flags: 'u32',
    publicKey: 'blob',
    name: 'string',
    culture: 'string',
  },
  assemblyProcessor: { processor: 'u32' },
  assemblyOs: assemblyRefOs,
  assemblyRef: {
    major: 'u16',
    minor: 'u16',
    build: 'u16',
    revision: 'u16',
    flags: 'u32',
    publicKeyOrToken: 'blob',
    name: 'string',
    culture: 'string',
    hash: 'blob',
  },
  assemblyRefProcessor: { processor: 'u32', assemblyRef: 'row:assemblyRef' },
  assemblyRefOs: { ...assemblyRefOs, assemblyRef: 'row:assemblyRef' },
  file: { flags: 'u32', name: 'string', hash: 'blob' },
  exportedType: {
    flags: 'u32',
    typeDefId: 'u32',
    name: 'string',
    namespace: 'string',
    implementation: 'coded:implementation',
  },
  manifestResource: { offset: 'u32', flags: 'u32', name: 'string', implementation: 'coded:implementation' },
  nestedClass: { nested: 'row:typeDef', enclosing: 'row:typeDef' },
  genericParam: { number: 'u16', flags: 'u16', owner: 'coded:typeOrMethodDef', name: 'string' },
  methodSpec: { method: 'coded:methodDefOrRef', instantiation: 'blob' },
  genericParamConstraint: { owner: 'row:genericParam', constraint: 'coded:typeDefOrRef' },
} as const satisfies Record<TableName, Readonly<Record<string, ColumnKind>>>;
