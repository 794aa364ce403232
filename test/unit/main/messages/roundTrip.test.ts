import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { executionContextSchema } from '../../../../src/shared/domain/contextSchema.ts';
import { anyContext } from './anyContext.ts';
import { contextOf, utf8 } from './fixtures.ts';
import { plainForm } from './plainForm.ts';
import { contextElement, writeBinaryXml, writeJsonContext, writeTextXml } from './writeContext.ts';

const runs = { numRuns: 40 };

describe('any context comes back as it was written', () => {
  it('in XML', () => {
    fc.assert(
      fc.property(anyContext, (context) => {
        expect(contextOf(utf8(writeTextXml(contextElement(context))))).toEqual(context);
      }),
      runs,
    );
  });

  it('in .NET binary XML', () => {
    fc.assert(
      fc.property(anyContext, (context) => {
        expect(contextOf(writeBinaryXml(contextElement(context)))).toEqual(context);
      }),
      runs,
    );
  });

  it('in JSON, but for what JSON cannot say', () => {
    fc.assert(
      fc.property(anyContext, (context) => {
        expect(plainForm(contextOf(utf8(writeJsonContext(context))))).toEqual(plainForm(context));
      }),
      runs,
    );
  });

  it('through the check between core and page, and through JSON', () => {
    fc.assert(
      fc.property(anyContext, (context) => {
        expect(executionContextSchema.parse(JSON.parse(JSON.stringify(context)))).toEqual(context);
      }),
      runs,
    );
  });
});
