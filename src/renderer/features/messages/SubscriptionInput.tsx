import { useId } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { ServiceEndpoint } from '../../../shared/domain/registration.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { Input, makeStyles } from '../../kit/kit.ts';

const useStyles = makeStyles({
  subscription: { width: '140px' },
});

interface SubscriptionInputProps {
  readonly connection: Connection;
  readonly endpoint: ServiceEndpoint;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The name of a subscription: only the sandbox can list them, because listing takes the Manage right. */
export function SubscriptionInput({ connection, endpoint, value, onChange }: SubscriptionInputProps) {
  const styles = useStyles();
  const listId = useId();
  const strings = useCoreQuery(
    'sandbox.connectionStrings',
    {},
    { enabled: connection.kind === 'sandbox', staleTime: 5 * 60_000 },
  );
  const names =
    strings.data?.topics.find(({ name }) => name.toLowerCase() === endpoint.path?.toLowerCase())
      ?.subscriptions ?? [];
  return (
    <>
      <Input
        className={styles.subscription}
        size="small"
        aria-label="Subscription"
        placeholder="Subscription"
        value={value}
        spellCheck={false}
        maxLength={50}
        list={listId}
        onChange={(_, data) => onChange(data.value)}
      />
      <datalist id={listId}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
