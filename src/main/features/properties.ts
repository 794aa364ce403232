import { FailureError } from '../../shared/contract/failure.ts';
import { checkPropertyText, propertyWord } from '../../shared/domain/editableProperty.ts';
import type { Tell } from '../ports.ts';
import { conflictFailure, isConflict, quoted } from './conflictFailure.ts';
import type { Handlers } from './handlers.ts';
import type { OpenOrganizationOf } from './ports.ts';

export function createProperties(ports: {
  readonly open: OpenOrganizationOf;
  readonly tell: Tell;
}): Pick<Handlers, 'property.update'> {
  return {
    'property.update': async ({ connectionId, node, property, from, to, overwrite }, { signal }) => {
      const problem = checkPropertyText(property, to);
      if (problem !== null) {
        throw new FailureError({ code: 'invalid', sentence: problem, fields: { [property]: problem } });
      }
      const { dataverse } = await ports.open(connectionId);
      const changedMeanwhile = (now: string, cause?: FailureError) =>
        conflictFailure(
          {
            read: { [property]: quoted(from) },
            wanted: { [property]: quoted(to) },
            now: { [property]: quoted(now) },
            noun: propertyWord(property),
          },
          cause,
        );
      const read = await dataverse.properties.read(node, property, { signal });
      if (read.text === to.trim()) return {};
      if (read.text !== from && !overwrite) throw changedMeanwhile(read.text);
      try {
        await dataverse.properties.write(node, property, to.trim(), read.etag, { signal });
      } catch (error) {
        if (!isConflict(error)) throw error;
        const now = await dataverse.properties.read(node, property, { signal });
        throw changedMeanwhile(now.text, error);
      }
      ports.tell('registrations.changed', { connectionId });
      return {};
    },
  };
}
