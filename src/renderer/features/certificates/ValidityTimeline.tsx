import type { CertificateFacts } from '../../../shared/domain/certificate.ts';
import { makeStyles, tokens } from '../../kit/kit.ts';

const useStyles = makeStyles({
  box: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, 1fr)',
    columnGap: '12px',
    rowGap: '4px',
  },
  name: { color: tokens.colorNeutralForeground3, lineHeight: '20px' },
  line: { position: 'relative', height: '20px', backgroundColor: tokens.colorNeutralBackground3 },
  bar: {
    position: 'absolute',
    insetBlock: '4px',
    minWidth: '2px',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: tokens.colorBrandBackground,
  },
  now: {
    position: 'absolute',
    insetBlock: 0,
    width: '2px',
    backgroundColor: tokens.colorPaletteRedForeground1,
  },
  ends: {
    gridColumn: 2,
    display: 'flex',
    justifyContent: 'space-between',
    fontSize: '12px',
    color: tokens.colorNeutralForeground3,
  },
});

interface ValidityTimelineProps {
  readonly old: CertificateFacts;
  readonly next: CertificateFacts;
}

/** When each of two certificates holds, on one line of time. */
export function ValidityTimeline({ old, next }: ValidityTimelineProps) {
  const styles = useStyles();
  const times = [old.validFrom, old.validTo, next.validFrom, next.validTo].map((text) => Date.parse(text));
  const first = Math.min(...times);
  const length = Math.max(1, Math.max(...times) - first);
  const share = (time: number): number => ((time - first) / length) * 100;
  const now = share(Date.now());
  const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
  const rows = [
    { name: 'The old one', facts: old },
    { name: 'The new one', facts: next },
  ];
  return (
    <section className={styles.box} aria-label="When each of them is valid">
      {rows.map(({ name, facts }) => {
        const from = Date.parse(facts.validFrom);
        const to = Date.parse(facts.validTo);
        return (
          <div key={name} style={{ display: 'contents' }}>
            <span className={styles.name} aria-hidden>
              {name}
            </span>
            <div
              className={styles.line}
              role="img"
              aria-label={`${name}: from ${day(from)} to ${day(to)}`}
              title={`${day(from)} to ${day(to)}`}
            >
              <div
                className={styles.bar}
                style={{ insetInlineStart: `${share(from)}%`, width: `${share(to) - share(from)}%` }}
              />
              {now >= 0 && now <= 100 ? (
                <div className={styles.now} style={{ insetInlineStart: `${now}%` }} title="Now" />
              ) : null}
            </div>
          </div>
        );
      })}
      <div className={styles.ends} aria-hidden>
        <span>{day(first)}</span>
        <span>{day(first + length)}</span>
      </div>
    </section>
  );
}
