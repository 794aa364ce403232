import type { Member, Value } from '../../shared/domain/contextValue.ts';
import type { WireMember } from './wireDialect.ts';

/** Takes an object's members one by one, and keeps those that nobody took or that could not be read. */
export class ClassReading<Node> {
  private readonly left: WireMember<Node>[];
  private readonly isNull: (node: Node) => boolean;
  private readonly readValue: (node: Node) => Value;

  constructor(
    members: readonly WireMember<Node>[],
    isNull: (node: Node) => boolean,
    readValue: (node: Node) => Value,
  ) {
    this.left = [...members];
    this.isNull = isNull;
    this.readValue = readValue;
  }

  take<T>(name: string, read: (node: Node) => T | undefined): T | undefined {
    const index = this.left.findIndex((member) => member.name === name);
    const member = this.left[index];
    if (!member) return undefined;
    const isNull = this.isNull(member.node);
    const value = isNull ? undefined : read(member.node);
    if (isNull || value !== undefined) this.left.splice(index, 1);
    return value;
  }

  unknownMembers(): { unknownMembers?: Member[] } {
    if (this.left.length === 0) return {};
    return {
      unknownMembers: this.left.map(({ name, node }) => ({ name, value: this.readValue(node) })),
    };
  }
}
