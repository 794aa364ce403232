import { describe, expect, it } from 'vitest';
import {
  applyImageCorrection,
  imageDraftOf,
  imageFormOf,
  newImageForm,
} from '../../../../src/renderer/features/imageEditor/imageForm.ts';
import { checkImageDraft } from '../../../../src/shared/domain/stepImageRules.ts';
import { RegistrationsBuilder } from '../support/registrationsBuilder.ts';

const update = { message: 'Update', table: 'account', stage: 'postOperation' as const };

describe('the form of an image', () => {
  it('begins with the kind and the property that message and stage leave', () => {
    expect(imageDraftOf(newImageForm(update), [])).toMatchObject({
      imageType: 'preImage',
      name: 'PreImage',
      entityAlias: 'PreImage',
      messagePropertyName: 'Target',
      attributes: [],
    });
    expect(imageDraftOf(newImageForm({ ...update, message: 'Create' }), [])).toMatchObject({
      imageType: 'postImage',
      entityAlias: 'PostImage',
      messagePropertyName: 'Id',
    });
  });

  it('asks where the message has rows to choose from', () => {
    expect(newImageForm({ ...update, message: 'Merge' }).messagePropertyName).toBe('');
    expect(newImageForm({ ...update, message: 'Send' }).messagePropertyName).toBe('');
  });

  it('follows the type with name and alias until they are typed, and numbers what is taken', () => {
    const form = newImageForm(update);
    expect(imageDraftOf({ ...form, post: true }, []).entityAlias).toBe('Image');
    expect(imageDraftOf(form, ['PreImage']).entityAlias).toBe('PreImage2');
    const typed = { ...form, typedAlias: ' Mine ' };
    expect(imageDraftOf(typed, [])).toMatchObject({ entityAlias: 'Mine', name: 'Mine' });
    expect(imageDraftOf({ ...form, pre: false }, []).imageType).toBeNull();
  });

  it('applies corrections to the field that they are about', () => {
    const step = { ...update, message: 'Create' };
    const form = { ...newImageForm(step), pre: true, post: false, typedAlias: 'Taken' };
    const context = { step, otherAliases: ['Taken'] };
    let corrected = form;
    for (const problem of checkImageDraft(imageDraftOf(form, ['Taken']), context)) {
      corrected = applyImageCorrection(corrected, problem) as typeof form;
    }
    expect(imageDraftOf(corrected, ['Taken'])).toMatchObject({
      imageType: 'postImage',
      entityAlias: 'Taken2',
      attributes: null,
    });
  });

  it('brings a stored image back as the draft that it is', () => {
    const builder = new RegistrationsBuilder();
    const step = builder.step(builder.endpoint('Orders'), 'Update', 'account');
    const image = builder.image(step, 'Both', { imageType: 'both', attributes: ['name'] });
    expect(imageDraftOf(imageFormOf(image), [])).toEqual({
      imageType: 'both',
      name: 'Both',
      entityAlias: 'Both',
      messagePropertyName: 'Target',
      attributes: ['name'],
      description: '',
    });
  });
});
