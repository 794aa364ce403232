import type { JsonNode } from './jsonTree.ts';
import { TextWriter } from './textWriter.ts';

/**
 * JSON set out in lines, two spaces a level; numbers exactly as they were written.
 * Undefined where that would grow out of all proportion.
 */
export const writeJsonText = (node: JsonNode): string | undefined => {
  const writer = new TextWriter();
  write(node, '\n', writer);
  return writer.finish();
};

const write = (node: JsonNode, lineStart: string, writer: TextWriter): void => {
  if (writer.isFull) return;
  switch (node.form) {
    case 'null':
      writer.write('null');
      return;
    case 'boolean':
      writer.write(String(node.value));
      return;
    case 'number':
      writer.write(node.text);
      return;
    case 'string':
      writer.write(JSON.stringify(node.text));
      return;
    case 'array': {
      for (const [index, item] of node.items.entries()) {
        writer.write(index === 0 ? '[' : ',', `${lineStart}  `);
        write(item, `${lineStart}  `, writer);
      }
      writer.write(node.items.length === 0 ? '[]' : `${lineStart}]`);
      return;
    }
    case 'object': {
      for (const [index, member] of node.members.entries()) {
        writer.write(index === 0 ? '{' : ',', `${lineStart}  `, JSON.stringify(member.name), ': ');
        write(member.node, `${lineStart}  `, writer);
      }
      writer.write(node.members.length === 0 ? '{}' : `${lineStart}}`);
    }
  }
};
