import { compareCertificates } from '../../../shared/domain/compareCertificates.ts';
import { makeStyles, NoteBox, StatusBadge, tokens } from '../../kit/kit.ts';
import { CertificatePicker } from './CertificatePicker.tsx';
import { useCertificateFile } from './useCertificateFile.ts';
import { ValidityBadge } from './ValidityBadge.tsx';
import { ValidityTimeline } from './ValidityTimeline.tsx';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: '12px', maxWidth: '1080px' },
  pickers: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(320px, 1fr))', gap: '16px' },
  heading: { margin: '0 0 4px', fontSize: '14px', lineHeight: '20px', fontWeight: 600 },
  table: {
    width: '100%',
    borderCollapse: 'collapse',
    '& th, & td': {
      padding: '4px 8px',
      textAlign: 'start',
      verticalAlign: 'top',
      borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
      overflowWrap: 'anywhere',
    },
    '& th': { fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground3 },
  },
  result: { whiteSpace: 'nowrap', width: '1%' },
  mono: { fontFamily: tokens.fontFamilyMonospace, fontSize: '12px' },
});

/** An old certificate and the one that follows it, side by side. */
export function CompareCertificates() {
  const styles = useStyles();
  const old = useCertificateFile();
  const next = useCertificateFile();
  const [oldFacts] = old.file?.certificates ?? [];
  const [nextFacts] = next.file?.certificates ?? [];
  const comparison = oldFacts && nextFacts ? compareCertificates(oldFacts, nextFacts) : null;
  return (
    <div className={styles.column}>
      <div className={styles.pickers}>
        <section aria-label="The old one">
          <h2 className={styles.heading}>The old one</h2>
          <CertificatePicker label="Old certificate" state={old} />
        </section>
        <section aria-label="The new one">
          <h2 className={styles.heading}>The new one</h2>
          <CertificatePicker label="New certificate" state={next} />
        </section>
      </div>
      {comparison && oldFacts && nextFacts ? (
        <>
          {comparison.sentences.map((sentence, at) => (
            <NoteBox key={sentence} tone={at === 0 && /^Both hold/.test(sentence) ? 'good' : 'warning'}>
              {sentence}
            </NoteBox>
          ))}
          <ValidityTimeline old={oldFacts} next={nextFacts} />
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Property</th>
                <th scope="col">
                  The old one <ValidityBadge of={oldFacts} />
                </th>
                <th scope="col">
                  The new one <ValidityBadge of={nextFacts} />
                </th>
                <th scope="col" className={styles.result}>
                  Result
                </th>
              </tr>
            </thead>
            <tbody>
              {comparison.facts.map((fact) => (
                <tr key={fact.name}>
                  <th scope="row">{fact.name}</th>
                  <td className={styles.mono}>{fact.old}</td>
                  <td className={styles.mono}>{fact.new}</td>
                  <td>
                    <StatusBadge tone={fact.same ? 'neutral' : 'info'}>
                      {fact.same ? 'same' : 'changed'}
                    </StatusBadge>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      ) : null}
    </div>
  );
}
