import { makeStyles, tokens } from '../../kit/kit.ts';
import { useBridgeState } from '../core/coreContext.ts';

const useStyles = makeStyles({
  banner: {
    padding: '6px 16px',
    backgroundColor: tokens.colorStatusWarningBackground1,
    color: tokens.colorStatusWarningForeground3,
    borderBottom: `1px solid ${tokens.colorStatusWarningBorder1}`,
  },
});

/** Says that the program does not answer, above a page that stays as it is. */
export function LostConnection() {
  const styles = useStyles();
  const state = useBridgeState();
  if (state.kind !== 'lost') return null;
  return (
    <div role="alert" className={styles.banner}>
      <strong>{state.sentence}</strong> {state.advice}
    </div>
  );
}
