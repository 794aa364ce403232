import { Button, makeStyles, Tooltip, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { useAnnounce } from './announce.ts';
import { useCopyText } from './copyText.ts';
import { CopyIcon, PassedIcon } from './icons.ts';

const useStyles = makeStyles({
  small: {
    minWidth: '22px',
    width: '22px',
    height: '22px',
    padding: 0,
    color: tokens.colorNeutralForeground3,
  },
});

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for the button's name: "endpoint id". */
  readonly what: string;
  /** Draws the word beside the icon. */
  readonly label?: string;
}

/** Copies a text and says that it did. */
export function CopyButton({ text, what, label }: CopyButtonProps) {
  const styles = useStyles();
  const copy = useCopyText();
  const announce = useAnnounce();
  const [copied, setCopied] = useState(false);
  const timer = useRef<number | undefined>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const name = copied ? 'Copied' : `Copy ${what}`;
  const onClick = () => {
    copy(text).then(
      () => {
        setCopied(true);
        announce(`Copied ${what}`);
        window.clearTimeout(timer.current);
        timer.current = window.setTimeout(() => setCopied(false), 1600);
      },
      () => announce('The clipboard refused. Select the text and copy it by hand.'),
    );
  };
  const icon = copied ? <PassedIcon /> : <CopyIcon />;
  if (label) {
    return (
      <Button size="small" icon={icon} onClick={onClick} aria-label={`${copied ? 'Copied' : label}: ${what}`}>
        {copied ? 'Copied' : label}
      </Button>
    );
  }
  return (
    <Tooltip content={name} relationship="label" withArrow>
      <Button className={styles.small} size="small" appearance="transparent" icon={icon} onClick={onClick} />
    </Tooltip>
  );
}
