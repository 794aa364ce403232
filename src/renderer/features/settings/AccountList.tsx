import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { openDialog } from '../../app/dialogs/dialogs.ts';
import { Button, FailureMessage, makeStyles, StatusBadge, tokens } from '../../kit/kit.ts';
import { cloudName } from '../signIn/signInWords.ts';

const useStyles = makeStyles({
  title: { margin: '8px 0 4px', fontSize: '14px', lineHeight: '20px', fontWeight: 600 },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  item: { display: 'flex', alignItems: 'center', gap: '8px', minHeight: '32px', flexWrap: 'wrap' },
  detail: {
    flex: 1,
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    fontSize: '12px',
    color: tokens.colorNeutralForeground3,
  },
  none: { margin: 0, color: tokens.colorNeutralForeground2 },
});

/** Who is signed in on this computer. */
export function AccountList() {
  const styles = useStyles();
  const { data, failure } = useCoreQuery('account.list', {});
  return (
    <section aria-labelledby="settings-accounts">
      <h3 id="settings-accounts" className={styles.title}>
        Accounts
      </h3>
      {failure ? <FailureMessage failure={failure} /> : null}
      {data?.accounts.length === 0 ? (
        <p className={styles.none}>Nobody is signed in. Connecting to an organisation begins with it.</p>
      ) : null}
      <ul className={styles.list}>
        {data?.accounts.map((account) => (
          <li key={account.id} className={styles.item}>
            <span>{account.name ?? account.userName}</span>
            <span className={styles.detail}>
              {account.kind === 'application' ? 'Application' : account.userName} · {cloudName(account.cloud)}
            </span>
            {account.signInNeeded ? (
              <>
                <StatusBadge tone="warning">Has to sign in again</StatusBadge>
                <Button
                  size="small"
                  aria-label={`Sign in again as ${account.userName}`}
                  onClick={() => openDialog({ kind: 'signInAgain', accountId: account.id })}
                >
                  Sign in again
                </Button>
              </>
            ) : null}
            <Button
              size="small"
              aria-label={`Sign out ${account.userName}`}
              onClick={() => openDialog({ kind: 'signOut', accountId: account.id })}
            >
              Sign out…
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
