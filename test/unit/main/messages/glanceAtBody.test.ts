import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessageBody } from '../../../../src/main/messages/decodeMessageBody.ts';
import { type BodyGlance, glanceAtBody } from '../../../../src/main/messages/glanceAtBody.ts';
import { scanCompactJson } from '../../../../src/main/messages/scanCompactJson.ts';
import { targetOf } from '../../../../src/shared/domain/executionContext.ts';

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../../fixtures/messages/${name}`, import.meta.url));

const vectors = ['kitchen', 'minimal', 'parent', 'delete'];

/** What the decoder says of the same body. */
function decodedGlance(body: Uint8Array): BodyGlance {
  const { context, format, problem } = decodeMessageBody(body);
  const target = context && targetOf(context);
  return {
    format,
    messageName: context?.messageName ?? null,
    table: context?.primaryEntityName ?? null,
    rowId: context?.primaryEntityId ?? null,
    rowName: target?.name ?? null,
    correlationId: context?.correlationId ?? null,
    operationId: context?.operationId ?? null,
    stepId: context?.owningExtension?.id ?? null,
    problem: problem?.sentence ?? null,
  };
}

describe('a glance at a body', () => {
  it.each(vectors)('sees in the JSON of %s what the decoder sees', (name) => {
    const body = fixture(`${name}.json`);
    expect(scanCompactJson(body)).toBeDefined();
    expect(glanceAtBody(body)).toEqual(decodedGlance(body));
  });

  it.each(vectors)('sees the same in XML and .NET binary of %s', (name) => {
    const { messageName, correlationId, operationId } = glanceAtBody(fixture(`${name}.json`));
    for (const other of [`${name}.xml`, `${name}.msbin1`]) {
      expect(glanceAtBody(fixture(other))).toMatchObject({ messageName, correlationId, operationId });
    }
  });

  it('reads a name with escapes and another script', () => {
    const text =
      '{"CorrelationId":"c","InputParameters":[],"MessageName":"Create","OperationId":"o","OwningExtension":{"Id":"s"},' +
      '"PostEntityImages":[{"key":"AsynchronousStepPrimaryName","value":{"Attributes":[{"key":"accountid","value":"11111111-1111-4111-8111-111111111111"},' +
      '{"key":"name","value":"A \\"q\\" \\u00e9 Ω"}]}}],"PrimaryEntityId":"r","PrimaryEntityName":"account"}';
    expect(glanceAtBody(Buffer.from(text)).rowName).toBe('A "q" é Ω');
  });

  it('leaves white space, repeated members and damage to the decoder', () => {
    const whole = fixture('minimal.json').toString();
    const spaced = JSON.stringify(JSON.parse(whole), null, 1);
    expect(scanCompactJson(Buffer.from(spaced))).toBeUndefined();
    expect(scanCompactJson(Buffer.from(whole.replace('{', '{"MessageName":"x",')))).toBeUndefined();
    expect(glanceAtBody(Buffer.from(spaced)).messageName).toBe('Create');
    expect(glanceAtBody(Buffer.from(whole.slice(0, -40))).problem).not.toBeNull();
  });

  it('sees no whole message in any part of one', () => {
    const body = fixture('parent.json');
    for (let length = 0; length < body.length; length += 7) {
      expect(scanCompactJson(body.subarray(0, length))).toBeUndefined();
    }
  });

  it('never throws, whatever the bytes', () => {
    const body = fixture('kitchen.json');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(body.length - 1), fc.nat(255)), { maxLength: 8 }), (changes) => {
        const damaged = Buffer.from(body);
        for (const [at, byte] of changes) damaged[at] = byte;
        expect(glanceAtBody(damaged).format).toBeTypeOf('string');
      }),
      { numRuns: 300 },
    );
  });
});
