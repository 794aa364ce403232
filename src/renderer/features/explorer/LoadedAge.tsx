import { useEffect, useState } from 'react';
import { makeStyles, tokens } from '../../kit/kit.ts';
import { ageWords } from './ageWords.ts';
import { formatDate } from './formatDate.ts';

const useStyles = makeStyles({
  line: { margin: '0 16px 8px', fontSize: '12px', lineHeight: '16px', color: tokens.colorNeutralForeground2 },
});

/** Says how old the registrations are while the organisation itself cannot be asked. */
export function LoadedAge({ loadedAt }: { readonly loadedAt: string }) {
  const styles = useStyles();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 30_000);
    return () => window.clearInterval(timer);
  }, []);
  return (
    <p className={styles.line}>
      Shown as they were {ageWords(loadedAt, now)} ({formatDate(loadedAt, new Date(now))}). They can be looked
      through; changes need the organisation.
    </p>
  );
}
