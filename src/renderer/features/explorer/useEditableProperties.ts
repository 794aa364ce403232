import type { Connection } from '../../../shared/contract/calls/connections.ts';
import {
  checkPropertyText,
  type EditableProperty,
  editableProperties,
  propertyText,
  propertyWord,
} from '../../../shared/domain/editableProperty.ts';
import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import { useCore } from '../../app/core/coreContext.ts';
import { failureOf } from '../../app/core/failureOf.ts';
import { referenceTo } from '../../app/registrations/nodeKey.ts';
import { type Property, type SaveRefused, type TextEdit, useNotify } from '../../kit/kit.ts';
import { labelOf } from './nodeLabel.ts';
import type { NodeProperty } from './nodeProperties.ts';

/** The properties of a node, those that may be changed with the way to change them. */
export function useEditableProperties(
  connection: Connection,
  node: RegistrationNode,
  properties: readonly NodeProperty[],
): readonly Property[] {
  const core = useCore();
  const notify = useNotify();
  if (connection.readOnly) return properties;
  const allowed = editableProperties(node);

  const editOf = (property: EditableProperty): TextEdit => {
    const before = propertyText(node, property);
    const write = (from: string, to: string, overwrite: boolean) =>
      core.call('property.update', {
        connectionId: connection.id,
        node: referenceTo(node),
        property,
        from,
        to,
        overwrite,
      });
    const undo = async (to: string) => {
      try {
        await write(to, before, false);
      } catch (error) {
        const { sentence, advice } = failureOf(error);
        notify({ tone: 'bad', sentence, advice, seconds: 0 });
      }
    };
    return {
      text: before,
      check: (text) => checkPropertyText(property, text),
      question: connection.production
        ? `${connection.name} is a production organisation. Press Enter again to save.`
        : undefined,
      async save(text, again): Promise<SaveRefused | null> {
        try {
          await write(before, text, again);
        } catch (error) {
          const { code, sentence, advice, fields } = failureOf(error);
          const detail = fields?.[property] ?? advice;
          return {
            sentence,
            ...(detail === undefined || detail === sentence ? {} : { advice: detail }),
            again: code === 'conflict',
          };
        }
        notify({
          tone: 'good',
          sentence: `Saved the ${propertyWord(property)} of “${labelOf(node)}”.`,
          action: { label: 'Undo', run: () => void undo(text.trim()) },
        });
        return null;
      },
    };
  };

  return properties.map(({ editable, ...property }) =>
    editable && allowed.includes(editable) ? { ...property, edit: editOf(editable) } : property,
  );
}
