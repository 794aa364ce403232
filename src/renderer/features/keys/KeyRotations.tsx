import { useMemo, useState } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import {
  endpointsOfPolicy,
  isSamePolicy,
  policiesIn,
  policyInWords,
  rotationStepLabels,
} from '../../../shared/domain/keyRotation.ts';
import type { ServiceEndpoint } from '../../../shared/domain/registration.ts';
import { useCall } from '../../app/core/useCall.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import {
  Button,
  EmptyState,
  FailureMessage,
  FieldRow,
  makeStyles,
  Select,
  SkeletonRows,
  tokens,
} from '../../kit/kit.ts';
import { RotationView } from './RotationView.tsx';

const useStyles = makeStyles({
  column: { display: 'flex', flexDirection: 'column', gap: '12px', maxWidth: '820px' },
  text: { margin: 0 },
  row: { display: 'flex', gap: '12px', alignItems: 'flex-end', flexWrap: 'wrap' },
  grow: { flex: '1 1 360px' },
  list: { listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: '4px' },
  item: {
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    padding: '6px 0',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
});

interface KeyRotationsProps {
  readonly connection: Connection;
  readonly endpoints: readonly ServiceEndpoint[];
}

/** Keys of a policy, renewed one after the other; what was begun can be gone on with. */
export function KeyRotations({ connection, endpoints }: KeyRotationsProps) {
  const styles = useStyles();
  const connectionId = connection.id;
  const query = useCoreQuery('rotation.list', { connectionId }, { staleTime: 0 });
  const begin = useCall('rotation.begin');
  const policies = useMemo(
    () =>
      policiesIn(endpoints).sort((one, other) =>
        policyInWords(one).localeCompare(policyInWords(other), 'en'),
      ),
    [endpoints],
  );
  const [chosen, setChosen] = useState(0);
  const [openId, setOpenId] = useState<string | null>(null);
  if (query.failure) return <FailureMessage failure={query.failure} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonRows count={3} label="Loading the rotations" />;
  const { rotations } = query.data;
  const open = rotations.find(({ id }) => id === openId);
  if (open) {
    return (
      <RotationView
        key={`${open.id} ${open.step}`}
        connection={connection}
        rotation={open}
        endpointNames={endpointsOfPolicy(open, endpoints).map(({ name }) => name)}
        onChanged={() => void query.refetch()}
        onClose={() => setOpenId(null)}
      />
    );
  }
  if (policies.length === 0) {
    return (
      <EmptyState title="No endpoint uses a SAS key">
        A rotation is for the keys of a shared access policy.
      </EmptyState>
    );
  }
  const start = async () => {
    const policy = policies[chosen];
    if (!policy) return;
    const outcome = await begin.run({ connectionId, ...policy });
    if (outcome.kind === 'failed') return;
    await query.refetch();
    setOpenId(outcome.output.id);
  };
  return (
    <div className={styles.column}>
      <p className={styles.text}>
        Renew the keys of a policy without losing a message: over to the secondary key, renew the primary,
        back, and renew the secondary. Each step is checked, and you can go on another day.
      </p>
      <div className={styles.row}>
        <FieldRow label="Policy" className={styles.grow}>
          <Select value={String(chosen)} onChange={(_event, data) => setChosen(Number(data.value))}>
            {policies.map((policy, index) => (
              <option key={`${policy.namespaceAddress} ${policy.policyName} ${policy.path}`} value={index}>
                {`${policyInWords(policy)} (${countWords(endpointsOfPolicy(policy, endpoints).length)})`}
              </option>
            ))}
          </Select>
        </FieldRow>
        <Button appearance="primary" disabledFocusable={begin.running} onClick={() => void start()}>
          {rotations.some((one) => one.step !== 'done' && isSame(one, policies[chosen])) ? 'Go on' : 'Begin'}
        </Button>
      </div>
      {begin.failure ? <FailureMessage failure={begin.failure} /> : null}
      {rotations.length > 0 ? (
        <ul className={styles.list} aria-label="Rotations that were begun">
          {rotations.map((one) => (
            <li key={one.id} className={styles.item}>
              <span className={styles.grow}>
                <strong>{policyInWords(one)}</strong>: {rotationStepLabels[one.step].toLowerCase()}
              </span>
              <Button size="small" onClick={() => setOpenId(one.id)}>
                {one.step === 'done' ? 'Look at it' : 'Go on'}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function isSame(
  one: Parameters<typeof isSamePolicy>[0],
  other: Parameters<typeof isSamePolicy>[0] | undefined,
) {
  return other !== undefined && isSamePolicy(one, other);
}

function countWords(count: number): string {
  return count === 1 ? '1 endpoint' : `${count} endpoints`;
}
