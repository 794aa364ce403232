import type {
  Entity,
  EntityCollection,
  EntityReference,
  Member,
  Pair,
  RelatedEntities,
  Relationship,
  Value,
} from '../../shared/domain/contextValue.ts';
import type { ExecutionContext } from '../../shared/domain/executionContext.ts';
import { ClassReading } from './classReading.ts';
import { type ContextMemberType, contextMembers, optionalContextMembers } from './contextMembers.ts';
import { correctOperationCreatedOn } from './wireDateTime.ts';
import { isNumberText, type WireDialect } from './wireDialect.ts';

const entityStates = ['Unchanged', 'Created', 'Changed'];
const entityRoles = ['Referencing', 'Referenced'];

/**
 * Reads the data contract of RemoteExecutionContext out of any dialect. It never throws and never loses anything:
 * what is not of the type it should be is kept as an unknown member, an object that is not of the shape of its
 * class as an object without a known class.
 *
 * Shapes are checked before anything inside is read. Reading first and falling back afterwards would read the
 * inside twice, on each level: a crafted message would take for ever.
 */
export class ContextReader<Node> {
  private readonly dialect: WireDialect<Node>;
  private readonly isCutOff: boolean;

  /** @param isCutOff the tree ends at a fault: the last item of a list may then lack something, and is left out */
  constructor(dialect: WireDialect<Node>, isCutOff = false) {
    this.dialect = dialect;
    this.isCutOff = isCutOff;
  }

  /** Undefined when the node has not one member of an execution context: then it is something else. */
  readContext(node: Node): ExecutionContext | undefined {
    const members = this.dialect.isNull(node) ? undefined : this.dialect.membersOf(node);
    if (!members?.some(({ name }) => contextMembers.has(name))) return undefined;
    const read: Record<string, unknown> = {};
    const seen = new Set<string>();
    const unknownMembers: Member[] = [];
    for (const { name, node: content } of members) {
      const member = contextMembers.get(name);
      const isRepeated = seen.has(name);
      seen.add(name);
      if (member && !isRepeated && this.dialect.isNull(content)) continue;
      const value = member && !isRepeated ? this.readMember(member.type, content) : undefined;
      if (member && value !== undefined) read[member.property] = value;
      else unknownMembers.push({ name, value: this.readValue(content) });
    }
    const context = {
      inputParameters: [],
      outputParameters: [],
      sharedVariables: [],
      preEntityImages: [],
      postEntityImages: [],
      ...(read as Partial<ExecutionContext>),
      absentMembers: [...contextMembers.keys()].filter(
        (name) => !seen.has(name) && !optionalContextMembers.has(name),
      ),
      unknownMembers,
    };
    const { operationCreatedOn, mode } = context;
    if (!operationCreatedOn) return context;
    const corrected = correctOperationCreatedOn(operationCreatedOn, mode, this.dialect.keepsOffsets);
    return { ...context, operationCreatedOn: corrected };
  }

  private readMember(type: ContextMemberType, node: Node): unknown {
    switch (type) {
      case 'text':
        return this.dialect.textOf(node);
      case 'integer':
        return this.integerOf(node);
      case 'flag':
        return this.dialect.booleanOf(node);
      case 'dateTime': {
        const value = this.dialect.dateTimeOf(node);
        if (!value) return undefined;
        const { kind: _, ...dateTime } = value;
        return dateTime;
      }
      case 'reference':
        return this.readReference(node);
      case 'values':
        return this.readValuePairs(node);
      case 'images':
        return this.readPairs(
          node,
          (value) => this.dialect.isNull(value) || this.hasMember(value, 'Attributes'),
          (value) => (this.dialect.isNull(value) ? null : this.readEntity(value)),
        );
      case 'context':
        return this.readContext(node);
    }
  }

  /** A value of any type, by what it says of itself, or by what its surroundings say. */
  readValue(node: Node, surroundingType?: string): Value {
    if (this.dialect.isNull(node)) return { kind: 'null' };
    const typeName = this.dialect.typeNameOf(node) ?? surroundingType;
    const known = typeName === undefined ? undefined : this.readKnown(typeName, node);
    return known ?? this.dialect.readPlain(node, (inner, innerType) => this.readValue(inner, innerType));
  }

  /** Undefined when the class is not known, or when the node has not the shape of the class. */
  private readKnown(typeName: string, node: Node): Value | undefined {
    switch (typeName) {
      case 'Entity': {
        if (!this.hasMember(node, 'Attributes')) return undefined;
        return { kind: 'entity', entity: this.readEntity(node) };
      }
      case 'EntityReference': {
        const reference = this.readReference(node);
        return reference && { kind: 'entityReference', reference };
      }
      case 'EntityCollection': {
        if (!this.hasMember(node, 'Entities')) return undefined;
        return { kind: 'entityCollection', collection: this.readCollection(node) };
      }
      case 'EntityReferenceCollection': {
        const references = this.readItems(node, (item) => {
          const reference = this.readReference(item);
          return reference && (() => reference);
        });
        return references && { kind: 'entityReferenceCollection', references };
      }
      case 'OptionSetValue':
        return this.readOptionSetValue(node);
      case 'OptionSetValueCollection': {
        const values = this.readItems(node, (item) => {
          const choice = this.readOptionSetValue(item);
          return choice && (() => choice.value);
        });
        return values && { kind: 'optionSetValueCollection', values };
      }
      case 'Money': {
        const { known, isWhole } = this.split(node, ['Value']);
        const text = known.Value && this.numberTextOf(known.Value);
        return isWhole && text !== undefined ? { kind: 'money', text } : undefined;
      }
      case 'AliasedValue':
        return this.readAliasedValue(node);
      case 'BooleanManagedProperty':
        return this.readBooleanManagedProperty(node);
      case 'Relationship': {
        const relationship = this.readRelationship(node);
        return relationship && { kind: 'relationship', ...relationship };
      }
      default:
        return undefined;
    }
  }

  private readOptionSetValue(node: Node): Extract<Value, { kind: 'optionSetValue' }> | undefined {
    const { known, isWhole } = this.split(node, ['Value']);
    const value = known.Value && this.integerOf(known.Value);
    return isWhole && value !== undefined ? { kind: 'optionSetValue', value } : undefined;
  }

  private readAliasedValue(node: Node): Value | undefined {
    const { known, isWhole } = this.split(node, [
      'AttributeLogicalName',
      'EntityLogicalName',
      'NeedFormatting',
      'ReturnType',
      'Value',
    ]);
    if (!isWhole || !known.Value) return undefined;
    return {
      kind: 'aliasedValue',
      ...this.optional('attributeLogicalName', known.AttributeLogicalName, this.dialect.textOf),
      ...this.optional('entityLogicalName', known.EntityLogicalName, this.dialect.textOf),
      ...this.optional('needFormatting', known.NeedFormatting, this.dialect.booleanOf),
      ...this.optional('returnType', known.ReturnType, (inner) => this.integerOf(inner)),
      value: this.readValue(known.Value),
    };
  }

  private readBooleanManagedProperty(node: Node): Value | undefined {
    const { known, isWhole } = this.split(node, ['CanBeChanged', 'ManagedPropertyLogicalName', 'Value']);
    const value = known.Value && this.dialect.booleanOf(known.Value);
    if (!isWhole || value === undefined) return undefined;
    return {
      kind: 'booleanManagedProperty',
      value,
      ...this.optional('canBeChanged', known.CanBeChanged, this.dialect.booleanOf),
      ...this.optional('managedPropertyLogicalName', known.ManagedPropertyLogicalName, this.dialect.textOf),
    };
  }

  private readRelationship(node: Node): Relationship | undefined {
    const { known, isWhole } = this.split(node, ['PrimaryEntityRole', 'SchemaName']);
    if (!isWhole || !known.SchemaName) return undefined;
    return {
      ...this.optional('schemaName', known.SchemaName, this.dialect.textOf),
      ...this.optional('primaryEntityRole', known.PrimaryEntityRole, (inner) =>
        this.enumOf(inner, entityRoles),
      ),
    };
  }

  /** The node must have Attributes. */
  private readEntity(node: Node): Entity {
    const reading = this.startClass(node);
    return {
      ...given({
        logicalName: reading.take('LogicalName', this.dialect.textOf),
        id: reading.take('Id', this.dialect.textOf),
        entityState: reading.take('EntityState', (inner) => this.enumOf(inner, entityStates)),
        rowVersion: reading.take('RowVersion', this.dialect.textOf),
      }),
      attributes: reading.take('Attributes', (inner) => this.readValuePairs(inner)) ?? [],
      formattedValues: reading.take('FormattedValues', (inner) => this.readTextPairs(inner)) ?? [],
      keyAttributes: reading.take('KeyAttributes', (inner) => this.readValuePairs(inner)) ?? [],
      relatedEntities: reading.take('RelatedEntities', (inner) => this.readRelatedEntities(inner)) ?? [],
      ...reading.unknownMembers(),
    };
  }

  private readReference(node: Node): EntityReference | undefined {
    if (!this.hasMember(node, 'LogicalName')) return undefined;
    const reading = this.startClass(node);
    return {
      ...given({
        logicalName: reading.take('LogicalName', this.dialect.textOf),
        id: reading.take('Id', this.dialect.textOf),
        name: reading.take('Name', this.dialect.textOf),
        rowVersion: reading.take('RowVersion', this.dialect.textOf),
      }),
      keyAttributes: reading.take('KeyAttributes', (inner) => this.readValuePairs(inner)) ?? [],
      ...reading.unknownMembers(),
    };
  }

  /** The node must have Entities. */
  private readCollection(node: Node): EntityCollection {
    const reading = this.startClass(node);
    return {
      ...given({
        entityName: reading.take('EntityName', this.dialect.textOf),
        moreRecords: reading.take('MoreRecords', this.dialect.booleanOf),
        pagingCookie: reading.take('PagingCookie', this.dialect.textOf),
        minActiveRowVersion: reading.take('MinActiveRowVersion', this.dialect.textOf),
        totalRecordCount: reading.take('TotalRecordCount', (inner) => this.integerOf(inner)),
        totalRecordCountLimitExceeded: reading.take('TotalRecordCountLimitExceeded', this.dialect.booleanOf),
      }),
      entities:
        reading.take('Entities', (inner) =>
          this.readItems(inner, (item) =>
            this.hasMember(item, 'Attributes') ? () => this.readEntity(item) : undefined,
          ),
        ) ?? [],
      ...reading.unknownMembers(),
    };
  }

  private readRelatedEntities(node: Node): RelatedEntities[] | undefined {
    return this.readItems(node, (item) => {
      const pair = this.pairOf(item);
      const relationship = pair && this.readRelationship(pair.key);
      if (!pair || !relationship || !this.hasMember(pair.value, 'Entities')) return undefined;
      return () => ({ relationship, rows: this.readCollection(pair.value) });
    });
  }

  private readValuePairs(node: Node): Pair<Value>[] | undefined {
    return this.readPairs(
      node,
      () => true,
      (value) => this.readValue(value),
    );
  }

  private readTextPairs(node: Node): Pair<string>[] | undefined {
    return this.readPairs(
      node,
      (value) => this.dialect.isNull(value) || this.dialect.textOf(value) !== undefined,
      (value) => (this.dialect.isNull(value) ? '' : (this.dialect.textOf(value) ?? '')),
    );
  }

  private readPairs<T>(
    node: Node,
    isContent: (value: Node) => boolean,
    readContent: (value: Node) => T,
  ): Pair<T>[] | undefined {
    return this.readItems(node, (item) => {
      const pair = this.pairOf(item);
      const key = pair && this.dialect.textOf(pair.key);
      if (!pair || key === undefined || !isContent(pair.value)) return undefined;
      return () => ({ key, value: readContent(pair.value) });
    });
  }

  /**
   * Undefined when one item is not what it should be: the list is then kept as it is.
   *
   * @param check looks at an item without reading what is inside, and says how to read it
   */
  private readItems<T>(node: Node, check: (item: Node) => (() => T) | undefined): T[] | undefined {
    const items = this.dialect.isNull(node) ? undefined : this.dialect.itemsOf(node);
    if (!items) return undefined;
    const readings: (() => T)[] = [];
    for (const [index, item] of items.entries()) {
      const reading = check(item);
      if (reading) readings.push(reading);
      else if (!this.isCutOff || index < items.length - 1) return undefined;
    }
    return readings.map((reading) => reading());
  }

  /** `key` and `value`; `Key` and `Value` come from programs that wrote the message anew. */
  private pairOf(item: Node): { key: Node; value: Node } | undefined {
    if (this.dialect.isNull(item)) return undefined;
    const members = this.dialect.membersOf(item);
    const key = members?.find(({ name }) => name === 'key' || name === 'Key');
    const value = members?.find(({ name }) => name === 'value' || name === 'Value');
    return key && value && members?.length === 2 ? { key: key.node, value: value.node } : undefined;
  }

  private hasMember(node: Node, name: string): boolean {
    if (this.dialect.isNull(node)) return false;
    return this.dialect.membersOf(node)?.some((member) => member.name === name) ?? false;
  }

  private integerOf(node: Node): number | undefined {
    const text = this.dialect.numberOf(node);
    const value = Number(text);
    return text !== undefined && Number.isSafeInteger(value) ? value : undefined;
  }

  private numberTextOf(node: Node): string | undefined {
    const text = this.dialect.numberOf(node);
    return text !== undefined && isNumberText(text) ? text : undefined;
  }

  /** XML writes an enum's name, JSON its number. */
  private enumOf(node: Node, names: readonly string[]): string | undefined {
    const number = this.dialect.numberOf(node);
    return number === undefined ? this.dialect.textOf(node) : (names[Number(number)] ?? number);
  }

  private optional<K extends string, T>(
    property: K,
    node: Node | undefined,
    readContent: (node: Node) => T | undefined,
  ): { [P in K]?: T } {
    const value = node === undefined || this.dialect.isNull(node) ? undefined : readContent(node);
    return (value === undefined ? {} : { [property]: value }) as { [P in K]?: T };
  }

  /** For small classes: `isWhole` when the node has no other members than these. */
  private split<K extends string>(
    node: Node,
    names: readonly K[],
  ): { known: { [P in K]?: Node }; isWhole: boolean } {
    const members = this.dialect.membersOf(node) ?? [];
    const known: { [P in K]?: Node } = {};
    for (const name of names) known[name] = members.find((member) => member.name === name)?.node;
    const found = Object.values(known).filter((inner) => inner !== undefined).length;
    return { known, isWhole: found === members.length };
  }

  /** For classes that can gain members. */
  private startClass(node: Node): ClassReading<Node> {
    const members = this.dialect.membersOf(node) ?? [];
    return new ClassReading(members, this.dialect.isNull, (inner) => this.readValue(inner));
  }
}

/** Without the properties that have no value, so that contexts of two dialects compare equal. */
const given = <T extends object>(properties: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
