import type { Connection } from '../../../shared/contract/calls/connections.ts';
import { openDialog } from '../../app/dialogs/dialogs.ts';
import { CopyIcon } from '../../kit/icons.ts';
import { Button, makeStyles } from '../../kit/kit.ts';
import { useCopyConnectionString } from './useCopyConnectionString.ts';

const useStyles = makeStyles({
  title: { margin: '20px 0 8px', fontSize: '14px', lineHeight: '20px', fontWeight: 600 },
  buttons: { display: 'flex', gap: '8px', flexWrap: 'wrap' },
});

/** What can be done with the connection itself, where its organisation is shown. */
export function ConnectionActions({ connection }: { readonly connection: Connection }) {
  const styles = useStyles();
  const copyString = useCopyConnectionString();
  const { id } = connection;
  return (
    <section aria-labelledby="connection-actions">
      <h2 id="connection-actions" className={styles.title}>
        This connection
      </h2>
      <div className={styles.buttons}>
        <Button size="small" onClick={() => openDialog({ kind: 'editConnection', connectionId: id })}>
          Edit connection…
        </Button>
        <Button size="small" onClick={() => openDialog({ kind: 'connectionSignIn', connectionId: id })}>
          Sign-in details…
        </Button>
        <Button size="small" icon={<CopyIcon />} onClick={() => void copyString(id)}>
          Copy connection string
        </Button>
      </div>
    </section>
  );
}
