import type { CallOutput } from '../../../shared/contract/contract.ts';
import { validityOf } from '../../../shared/domain/certificate.ts';
import { useCall } from '../../app/core/useCall.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import {
  Button,
  EmptyState,
  FailureMessage,
  Input,
  makeStyles,
  SkeletonRows,
  tokens,
  useNotify,
} from '../../kit/kit.ts';
import { nameOf } from './nameOf.ts';
import { ValidityBadge } from './ValidityBadge.tsx';

const useStyles = makeStyles({
  table: {
    width: '100%',
    maxWidth: '1080px',
    borderCollapse: 'collapse',
    '& th, & td': {
      padding: '4px 8px',
      textAlign: 'start',
      borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
      overflowWrap: 'anywhere',
    },
    '& th': { fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground3 },
  },
  note: { width: '100%' },
});

type Watched = CallOutput<'certificate.watched'>['certificates'][number];

/** The certificates whose end one is reminded of, the first to end first. */
export function WatchedCertificates() {
  const styles = useStyles();
  const { data, failure, refetch } = useCoreQuery('certificate.watched', {});
  if (failure) return <FailureMessage failure={failure} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows count={4} label="Loading the watched certificates" />;
  if (data.certificates.length === 0) {
    return (
      <EmptyState title="No certificate is watched">
        Open one and press “Watch its end”: you are told here and at the start, from 30 days before. The
        certificates that your accounts sign in with are watched by themselves.
      </EmptyState>
    );
  }
  const sorted = [...data.certificates].sort((a, b) => a.validTo.localeCompare(b.validTo));
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Certificate</th>
          <th scope="col">Ends</th>
          <th scope="col">What it is for</th>
          <th scope="col">Thumbprint (SHA-1)</th>
          <th scope="col">Watching</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((one) => (
          <WatchedRow key={one.thumbprint} certificate={one} />
        ))}
      </tbody>
    </table>
  );
}

function WatchedRow({ certificate }: { readonly certificate: Watched }) {
  const styles = useStyles();
  const notify = useNotify();
  const watch = useCall('certificate.watch');
  const unwatch = useCall('certificate.unwatch');
  const { source, ...plain } = certificate;
  const name = nameOf(certificate.subject);
  const stop = async () => {
    const outcome = await unwatch.run({ thumbprint: certificate.thumbprint });
    if (outcome.kind === 'failed') {
      notify({ tone: 'bad', sentence: outcome.failure.sentence });
      return;
    }
    notify({
      tone: 'good',
      sentence: `“${name}” is no longer watched.`,
      action: { label: 'Undo', run: () => void watch.run({ certificate: plain }) },
    });
  };
  const { daysLeft } = validityOf(certificate, new Date());
  return (
    <tr>
      <th scope="row" title={certificate.subject}>
        {name}
      </th>
      <td title={`${daysLeft} days`}>
        <ValidityBadge of={certificate} />
      </td>
      <td>
        {source === 'user' ? (
          <Input
            className={styles.note}
            size="small"
            aria-label={`What ${name} is for`}
            defaultValue={certificate.note}
            placeholder="a note"
            maxLength={200}
            onBlur={(event) => {
              const note = event.target.value.trim();
              if (note !== certificate.note) void watch.run({ certificate: { ...plain, note } });
            }}
          />
        ) : (
          certificate.note
        )}
      </td>
      <td>{certificate.thumbprint}</td>
      <td>
        {source === 'user' ? (
          <Button size="small" onClick={() => void stop()}>
            Stop watching
          </Button>
        ) : (
          'by itself'
        )}
      </td>
    </tr>
  );
}
