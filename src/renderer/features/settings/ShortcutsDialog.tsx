import { shortcuts } from '../../app/commands/shortcuts.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { FormDialog, makeStyles, PropertyList } from '../../kit/kit.ts';

const useStyles = makeStyles({
  // Room between the text and the line that shows the focus.
  keys: { paddingInline: '8px', marginInline: '-8px' },
});

/** Every key that does something. */
export function ShortcutsDialog({ onClose }: DialogProps<'shortcuts'>) {
  const styles = useStyles();
  return (
    <FormDialog title="Keyboard shortcuts" size="small" dirty={false} cancelLabel="Close" onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a small screen it scrolls, and has to be reachable by keys for that */}
      <section className={styles.keys} tabIndex={0} aria-label="Keys">
        <PropertyList
          columns={1}
          properties={[
            ...shortcuts.map(({ label, keys }) => ({ name: label, value: keys.join(' or '), mono: true })),
            {
              name: 'In the tree',
              value: 'Arrows, Home, End, Page up and down, * unfolds beside, letters find',
            },
            {
              name: 'Select several',
              value: 'Shift or Ctrl and arrows or a click, Ctrl+Space, Ctrl+A',
            },
            { name: 'Menu of a node', value: 'Shift+F10', mono: true },
          ]}
        />
      </section>
    </FormDialog>
  );
}
