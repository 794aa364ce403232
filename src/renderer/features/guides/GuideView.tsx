import type { ReactNode } from 'react';
import type { Guide, GuideCommand } from '../../../shared/domain/guides/guide.ts';
import { CopyButton, makeStyles, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  text: { margin: '0 0 8px', maxWidth: '80ch' },
  title: { margin: '0 0 8px', fontSize: '16px', lineHeight: '22px', fontWeight: 600 },
  steps: { listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: '16px', maxWidth: '960px' },
  step: {
    display: 'grid',
    gridTemplateColumns: '28px minmax(0, 1fr)',
    columnGap: '8px',
    paddingTop: '12px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  number: { fontWeight: 600, color: tokens.colorNeutralForeground3, lineHeight: '22px' },
  stepTitle: { margin: '0 0 4px', fontSize: '14px', lineHeight: '22px', fontWeight: 600 },
  check: { margin: '8px 0 0', maxWidth: '80ch', color: tokens.colorNeutralForeground2 },
  command: { margin: '8px 0 0' },
  commandHead: {
    display: 'flex',
    alignItems: 'center',
    gap: '8px',
    fontSize: '12px',
    color: tokens.colorNeutralForeground3,
  },
  code: {
    margin: '2px 0 0',
    padding: '8px 12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '13px',
    lineHeight: '20px',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    userSelect: 'text',
  },
});

interface GuideViewProps {
  readonly guide: Guide;
  /** The fields that fill the commands in. */
  readonly children: ReactNode;
}

/** A guide to read and to copy from. */
export function GuideView({ guide, children }: GuideViewProps) {
  const styles = useStyles();
  return (
    <article>
      <h2 className={styles.title}>{guide.title}</h2>
      {guide.introduction.map((sentence) => (
        <p key={sentence} className={styles.text}>
          {sentence}
        </p>
      ))}
      {children}
      <ol className={styles.steps}>
        {guide.steps.map((step, at) => (
          <li key={step.id} className={styles.step}>
            <span className={styles.number} aria-hidden>
              {at + 1}
            </span>
            <div>
              <h3 className={styles.stepTitle}>{step.title}</h3>
              {step.sentences.map((sentence) => (
                <p key={sentence} className={styles.text}>
                  {sentence}
                </p>
              ))}
              {step.commands.map((command) => (
                <CommandText key={command.label} command={command} />
              ))}
              <p className={styles.check}>
                <b>To check:</b> {step.check.sentence}
              </p>
              {step.check.command ? <CommandText command={step.check.command} /> : null}
            </div>
          </li>
        ))}
      </ol>
    </article>
  );
}

function CommandText({ command }: { readonly command: GuideCommand }) {
  const styles = useStyles();
  return (
    <div className={styles.command}>
      <div className={styles.commandHead}>
        <span>
          {command.label}, in {command.where}
        </span>
        <CopyButton text={command.text} what={command.label} />
      </div>
      <pre className={styles.code}>{command.text}</pre>
    </div>
  );
}
