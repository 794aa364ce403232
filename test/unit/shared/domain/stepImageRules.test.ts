import { describe, expect, it } from 'vitest';
import type { ImageDraft } from '../../../../src/shared/domain/stepImage.ts';
import {
  checkImageDraft,
  freeAlias,
  type ImageProblemKind,
} from '../../../../src/shared/domain/stepImageRules.ts';
import {
  type ImageStep,
  imagePropertiesOf,
  imageTypesOf,
  propertyOnMessage,
  reasonAgainstImages,
  reasonOfImages,
} from '../../../../src/shared/domain/stepImageSupport.ts';

const update: ImageStep = { message: 'Update', table: 'account', stage: 'postOperation' };
const good: ImageDraft = {
  imageType: 'preImage',
  name: 'PreImage',
  entityAlias: 'PreImage',
  messagePropertyName: 'Target',
  attributes: ['name'],
  description: '',
};

describe('the rules of an image', () => {
  it('have nothing against a good one', () => {
    expect(checkImageDraft(good, { step: update, otherAliases: [], columns: ['name'] })).toEqual([]);
  });

  it.each<[ImageProblemKind, Partial<ImageDraft>, Partial<ImageStep>]>([
    ['messageWithoutImages', {}, { message: 'Associate' }],
    ['tableMissing', {}, { table: null }],
    ['typeMissing', { imageType: null }, {}],
    ['preImageNotOfMessage', { messagePropertyName: 'Id' }, { message: 'Create' }],
    ['preImageNotOfMessage', { imageType: 'both', messagePropertyName: 'Id' }, { message: 'Create' }],
    ['postImageNotOfMessage', { imageType: 'postImage' }, { message: 'Delete' }],
    ['postImageBeforeOperation', { imageType: 'postImage' }, { stage: 'preOperation' }],
    ['postImageBeforeOperation', { imageType: 'both' }, { stage: 'preValidation' }],
    ['nameMissing', { name: ' ' }, {}],
    ['nameTooLong', { name: 'x'.repeat(257) }, {}],
    ['aliasMissing', { entityAlias: '' }, {}],
    ['aliasTooLong', { entityAlias: 'x'.repeat(257) }, {}],
    ['aliasTaken', { entityAlias: 'Taken' }, {}],
    ['propertyMissing', { messagePropertyName: '' }, { message: 'Merge' }],
    [
      'propertyNotOfMessage',
      { imageType: 'postImage', messagePropertyName: 'Target' },
      { message: 'Create' },
    ],
    ['attributesEmpty', { attributes: [] }, {}],
    ['attributesUnknown', { attributes: ['nonsense'] }, {}],
    ['attributesTooLong', { attributes: ['x'.repeat(100_001)] }, {}],
    ['descriptionTooLong', { description: 'x'.repeat(257) }, {}],
  ])('refuse %s', (kind, change, step) => {
    const problems = checkImageDraft(
      { ...good, ...change },
      { step: { ...update, ...step }, otherAliases: ['Taken'], columns: ['name'] },
    );
    expect(problems.map((problem) => problem.kind)).toContain(kind);
    const problem = problems.find((one) => one.kind === kind);
    expect(problem).toMatchObject({ severity: 'error', sentence: expect.stringMatching(/\.$/) });
  });

  it('warn of all columns, and let them be', () => {
    const problems = checkImageDraft({ ...good, attributes: null }, { step: update, otherAliases: [] });
    expect(problems).toMatchObject([{ kind: 'everyColumn', severity: 'warning' }]);
  });

  it('know which images a message and a stage allow', () => {
    const kinds = (step: ImageStep) => {
      const { pre, post } = imageTypesOf(step);
      return [pre === null, post === null];
    };
    expect(kinds(update)).toEqual([true, true]);
    expect(kinds({ ...update, stage: 'preOperation' })).toEqual([true, false]);
    expect(kinds({ ...update, message: 'Create' })).toEqual([false, true]);
    expect(kinds({ ...update, message: 'Delete' })).toEqual([true, false]);
    expect(kinds({ ...update, message: 'Retrieve' })).toEqual([false, false]);
    expect(reasonAgainstImages({ ...update, message: 'Create', stage: 'preOperation' })).toMatch(
      /no pre-image.*Post-operation/,
    );
    expect(reasonAgainstImages(update)).toBeNull();
  });

  it('give each message its property, which is Id on Create', () => {
    expect(imagePropertiesOf('Create')).toEqual(['Id']);
    expect(imagePropertiesOf('merge')).toEqual(['Target', 'SubordinateId']);
    expect(imagePropertiesOf('Retrieve')).toEqual([]);
    expect(propertyOnMessage({ messagePropertyName: 'Target' }, 'Create')).toBe('Id');
    expect(propertyOnMessage({ messagePropertyName: 'SubordinateId' }, 'Merge')).toBe('SubordinateId');
    expect(propertyOnMessage({ messagePropertyName: 'Target' }, 'Retrieve')).toBeNull();
  });

  it('say which image stands against another message or stage of its step', () => {
    const images = [{ name: 'Before', imageType: 'preImage' as const }];
    expect(reasonOfImages(update, images)).toBeNull();
    expect(reasonOfImages({ ...update, message: 'Create' }, images)).toMatch(/Before stands against it/);
    expect(reasonOfImages({ ...update, message: 'Retrieve' }, images)).toMatch(/takes no images/);
    expect(reasonOfImages({ ...update, table: null }, images)).toMatch(/any table/);
    expect(reasonOfImages({ ...update, message: 'Retrieve' }, [])).toBeNull();
  });

  it('number an alias that is taken', () => {
    expect(freeAlias('PreImage', [])).toBe('PreImage');
    expect(freeAlias('PreImage', ['PreImage', 'PreImage2'])).toBe('PreImage3');
  });
});
