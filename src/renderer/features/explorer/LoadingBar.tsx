import { useEffect, useState } from 'react';
import type { RegistrationsState } from '../../app/registrations/useRegistrations.ts';
import { makeStyles, ProgressLine, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  bar: {
    position: 'absolute',
    insetInline: 0,
    bottom: 0,
    padding: '4px 16px',
    backgroundColor: tokens.colorNeutralBackground1,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

/** A load that takes its time says so at the lower edge, over the rows: nothing moves, and it can be cancelled. */
export function LoadingBar({ registrations }: { readonly registrations: RegistrationsState }) {
  const styles = useStyles();
  const { loading, share, cancel } = registrations;
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!loading) return;
    const timer = window.setTimeout(() => setLong(true), 600);
    return () => {
      window.clearTimeout(timer);
      setLong(false);
    };
  }, [loading]);
  if (!loading || !long) return null;
  return (
    <div className={styles.bar}>
      <ProgressLine label="Loading…" share={share} onCancel={cancel} />
    </div>
  );
}
