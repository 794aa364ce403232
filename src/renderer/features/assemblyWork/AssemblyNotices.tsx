import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { useEvent } from '../../app/core/useEvent.ts';
import { openDialog, useDialogStack } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { makeStyles, tokens, useNotify } from '../../kit/kit.ts';
import { UnfinishedWorks } from './UnfinishedWorks.tsx';
import { useUnfinishedWorks } from './useUnfinishedWorks.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexDirection: 'column',
    gap: '4px',
    padding: '8px',
    maxHeight: '40%',
    overflow: 'auto',
    flexShrink: 0,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

/** Above the tree: work that stopped half-way, today or before the last start. Offers updates of files that are watched. */
export function AssemblyNotices({ connectionId }: { readonly connectionId: ConnectionId }) {
  const styles = useStyles();
  const notify = useNotify();
  const { index } = useRegistrations(connectionId);
  const works = useUnfinishedWorks(connectionId);
  // While a dialog is open it shows its own.
  const dialogs = useDialogStack(({ open }) => open.length);
  useEvent('pluginFile.changed', (changed) => {
    if (changed.connectionId !== connectionId) return;
    const { target, fileName } = changed;
    const name = index?.get(target)?.name ?? fileName;
    notify({
      tone: 'info',
      sentence: `${fileName} was built anew.`,
      seconds: 0,
      nextSteps: [
        {
          label: `Update ${name}`,
          run: () =>
            target.kind === 'assembly'
              ? openDialog({ kind: 'updateAssembly', connectionId, assemblyId: target.id, again: true })
              : openDialog({ kind: 'updatePackage', connectionId, packageId: target.id, again: true }),
        },
      ],
    });
  });
  if (works.length === 0 || dialogs > 0) return null;
  return (
    <section className={styles.bar} aria-label="Stopped half-way">
      <UnfinishedWorks works={works} />
    </section>
  );
}
