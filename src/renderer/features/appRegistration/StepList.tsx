import type { PortalStep } from '../../../shared/domain/appRegistrationSteps.ts';
import { CopyButton, Link, makeStyles, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  list: { margin: 0, paddingInlineStart: '24px', display: 'flex', flexDirection: 'column', gap: '12px' },
  step: { '&::marker': { fontWeight: tokens.fontWeightSemibold } },
  title: { fontWeight: tokens.fontWeightSemibold },
  sentence: { margin: '2px 0 0', maxWidth: '76ch' },
  values: {
    margin: '4px 0 0',
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    columnGap: '16px',
  },
  label: { color: tokens.colorNeutralForeground2, lineHeight: '26px' },
  value: { margin: 0, display: 'flex', alignItems: 'center', gap: '4px', minHeight: '26px' },
  mono: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: '12px',
    overflowWrap: 'anywhere',
    userSelect: 'text',
  },
});

/** Steps on the pages of a portal, with what is typed there to copy. */
export function StepList({
  label,
  steps,
}: {
  readonly label: string;
  readonly steps: readonly PortalStep[];
}) {
  const styles = useStyles();
  return (
    <ol className={styles.list} aria-label={label}>
      {steps.map((step) => (
        <li key={step.title} className={styles.step}>
          <span className={styles.title}>{step.title}</span>
          <p className={styles.sentence}>{step.sentence}</p>
          {step.values.length > 0 ? (
            <dl className={styles.values}>
              {step.values.map(({ label: name, value }) => (
                <Value key={name} name={name} value={value} />
              ))}
            </dl>
          ) : null}
          {step.link ? <OutsideLink {...step.link} /> : null}
        </li>
      ))}
    </ol>
  );
}

function Value({ name, value }: { readonly name: string; readonly value: string }) {
  const styles = useStyles();
  return (
    <>
      <dt className={styles.label}>{name}</dt>
      <dd className={styles.value}>
        <span className={styles.mono}>{value}</span>
        <CopyButton text={value} what={name.toLowerCase()} />
      </dd>
    </>
  );
}

/** Leads to a page in the system's browser. */
export function OutsideLink({ label, address }: { readonly label: string; readonly address: string }) {
  return (
    <Link href={address} target="_blank" rel="noreferrer" title={address}>
      {label}
    </Link>
  );
}
