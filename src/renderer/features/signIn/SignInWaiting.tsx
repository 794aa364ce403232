import { useEffect, useState } from 'react';
import type { SignInProgress } from '../../../shared/domain/signInRequest.ts';
import {
  CopyButton,
  FieldRow,
  Input,
  makeStyles,
  mergeClasses,
  NoteBox,
  tokens,
  useAnnounce,
} from '../../kit/kit.ts';
import { timeLeft } from './timeLeft.ts';

const useStyles = makeStyles({
  text: { margin: 0, color: tokens.colorNeutralForeground2, maxWidth: '64ch' },
  mono: { '& input': { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px' } },
  large: { height: '56px', '& input': { fontSize: '28px', letterSpacing: '0.08em' } },
  left: { margin: 0, color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
});

/** What the user has to do elsewhere while the sign-in waits. */
export function SignInWaiting({ progress }: { readonly progress: SignInProgress }) {
  const styles = useStyles();
  const announce = useAnnounce();
  const code = progress.kind === 'deviceCode' ? progress.code : null;
  useEffect(() => {
    // Letter by letter, or it is read as a word.
    if (code !== null) announce(`The code is ${[...code].join(' ')}`);
  }, [code, announce]);

  if (progress.kind === 'browser') {
    return (
      <>
        {progress.opened ? (
          <p className={styles.text}>
            Sign in on the page that has opened in your browser, and come back here. To use another browser of
            this computer, copy the link into it.
          </p>
        ) : (
          <NoteBox tone="warning" title="Your browser could not be opened.">
            Copy the link into a browser of this computer, and sign in there.
          </NoteBox>
        )}
        <CopiedField label="Link to the sign-in page" what="link" text={progress.link} />
        <TimeLeft until={progress.until} />
      </>
    );
  }
  return (
    <>
      <p className={styles.text}>
        Open this address on any device, type the code, and sign in there. Type it only there: whoever has the
        code signs in as you.
      </p>
      <CopiedField label="Address" what="address" text={progress.address} />
      <CopiedField label="Code" what="code" text={progress.code} large />
      <TimeLeft until={progress.until} />
    </>
  );
}

interface CopiedFieldProps {
  readonly label: string;
  readonly what: string;
  readonly text: string;
  readonly large?: boolean;
}

function CopiedField({ label, what, text, large }: CopiedFieldProps) {
  const styles = useStyles();
  return (
    <FieldRow label={label}>
      <Input
        className={mergeClasses(styles.mono, large && styles.large)}
        value={text}
        readOnly
        contentAfter={<CopyButton text={text} what={what} label="Copy" />}
      />
    </FieldRow>
  );
}

/** Counts down; not read aloud by itself, or it would never stop. */
function TimeLeft({ until }: { readonly until: string }) {
  const styles = useStyles();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(timer);
  }, []);
  return (
    <p className={styles.left}>
      Time left: <span role="timer">{timeLeft(until, now)}</span>
    </p>
  );
}
