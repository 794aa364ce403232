import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { decodeMessageBody } from '../../../../src/main/messages/decodeMessageBody.ts';
import type { DecodedBody } from '../../../../src/shared/domain/decodedBody.ts';
import { DecodedBody as decodedBodySchema } from '../../../../src/shared/domain/decodedBody.ts';
import type { ExecutionContext } from '../../../../src/shared/domain/executionContext.ts';

export const vectorNames = ['minimal', 'kitchen', 'parent', 'delete'] as const;

export const readVector = (file: string): Uint8Array =>
  readFileSync(new URL(`../../../fixtures/messages/${file}`, import.meta.url));

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Decodes a body that must be a whole context. */
export const contextOf = (body: Uint8Array): ExecutionContext => {
  const decoded = decodeMessageBody(body);
  expect(decoded.problem).toBeUndefined();
  if (!decoded.context) throw new Error('no context');
  return decoded.context;
};

/**
 * What holds for every body, however damaged: an answer in good time, plain data that the page accepts, and a
 * sentence where there is no whole context.
 */
export const expectSensible = (decoded: DecodedBody, body: Uint8Array): void => {
  expect(decodedBodySchema.parse(decoded)).toEqual(decoded);
  expect(decoded.size).toBe(body.length);
  if (!decoded.context) expect(decoded.problem).toBeDefined();
  if (!decoded.problem) return;
  expect(decoded.problem.sentence).toMatch(/^[A-Z].*\.$/s);
  expect(decoded.problem.sentence).not.toContain('fault in this program');
  expect(decoded.problem.sentence.length).toBeLessThan(500);
  if (decoded.problem.offset !== undefined) {
    expect(decoded.problem.offset).toBeLessThanOrEqual(body.length);
    expect(decoded.problem.sentence).toContain(`at byte ${decoded.problem.offset}`);
  }
};
