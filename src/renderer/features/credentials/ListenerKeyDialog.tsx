import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { parseConnectionString } from '../../../shared/domain/connectionString.ts';
import { hasNoErrors } from '../../../shared/domain/fieldProblem.ts';
import { useCall } from '../../app/core/useCall.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { useConnection } from '../../app/useConnections.ts';
import { Button, FormDialog, makeStyles, NoteBox, PropertyList, tokens, useNotify } from '../../kit/kit.ts';
import { ConnectionStringField } from './ConnectionStringField.tsx';
import { UnderstoodParts } from './UnderstoodParts.tsx';

const useStyles = makeStyles({
  text: { margin: 0, color: tokens.colorNeutralForeground2, maxWidth: '64ch' },
  own: { alignSelf: 'flex-start' },
  kept: { display: 'flex', flexDirection: 'column', gap: '8px', alignItems: 'flex-start' },
});

/** The connection string with which an endpoint's messages are read: given, tried, kept here, forgotten. */
export function ListenerKeyDialog({ request, onClose }: DialogProps<'listenerKey'>) {
  const { connectionId, endpointId } = request;
  const styles = useStyles();
  const notify = useNotify();
  const client = useQueryClient();
  const { index } = useRegistrations(connectionId);
  const endpoint = index?.get({ kind: 'serviceEndpoint', id: endpointId });
  const application = useCoreQuery('application.describe', {}, { staleTime: Number.POSITIVE_INFINITY });
  const sandbox = useConnection(connectionId)?.kind === 'sandbox';
  const sandboxStrings = useCoreQuery('sandbox.connectionStrings', {}, { enabled: sandbox });
  const known = useCoreQuery('listener.key', { connectionId, endpointId }, { staleTime: 0 });
  const keep = useCall('listener.keepKey');
  const forget = useCall('listener.forgetKey');
  const [text, setText] = useState('');
  const [visited, setVisited] = useState(false);
  const parsed = useMemo(() => parseConnectionString(text, undefined, 'listen'), [text]);
  const key = known.data?.key ?? null;
  const otherEntity =
    endpoint?.kind === 'serviceEndpoint' &&
    endpoint.path !== null &&
    parsed.entityPath !== undefined &&
    parsed.entityPath.toLowerCase() !== endpoint.path.toLowerCase();

  const change = (value: string) => {
    setVisited(true);
    keep.reset();
    setText(value);
  };
  const submit = async () => {
    const outcome = await keep.run({ connectionId, endpointId, connectionString: text });
    if (outcome.kind === 'failed') return;
    setText('');
    await client.invalidateQueries({ queryKey: ['listener.key'] });
    notify({
      tone: 'good',
      sentence: outcome.output.key.canListen
        ? 'The key can listen, and is kept on this computer.'
        : 'The key is kept on this computer. Whether it can listen shows when listening starts.',
    });
    onClose();
  };
  const drop = async () => {
    const outcome = await forget.run({ connectionId, endpointId });
    if (outcome.kind === 'failed') return;
    await client.invalidateQueries({ queryKey: ['listener.key'] });
    notify({ tone: 'info', sentence: 'The key is forgotten on this computer. Dataverse still has its own.' });
  };
  const reason =
    text.trim() === ''
      ? 'Paste a connection string first.'
      : hasNoErrors(parsed.problems)
        ? null
        : 'Put right first what is marked as wrong.';
  return (
    <FormDialog
      title="Connection string for listening"
      subtitle={endpoint ? `For ${endpoint.name}` : undefined}
      dirty={text.trim() !== ''}
      busy={
        keep.running
          ? { label: 'Trying whether it can listen…', onCancel: keep.cancel }
          : forget.running
            ? { label: 'Forgetting the key…' }
            : null
      }
      failure={keep.failure?.fields?.connectionString ? null : (keep.failure ?? forget.failure)}
      primary={{ label: 'Try and keep', disabledReason: reason }}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {key ? (
        <NoteBox tone="neutral">
          <div className={styles.kept}>
            <PropertyList
              columns={1}
              properties={[
                { name: 'Kept now', value: key.policyName ?? 'A SAS token', mono: key.policyName !== null },
                { name: 'Namespace', value: key.namespaceAddress, mono: true },
                {
                  name: 'Entity path',
                  value: key.entityPath ?? 'the whole namespace',
                  mono: key.entityPath !== null,
                },
                {
                  name: 'Can listen',
                  value: key.canListen === null ? 'not tried yet' : key.canListen ? 'yes' : 'no',
                },
              ]}
            />
            <Button size="small" onClick={() => void drop()} disabledFocusable={forget.running}>
              Forget this key
            </Button>
          </div>
        </NoteBox>
      ) : null}
      <ConnectionStringField
        label={key ? 'Another connection string' : 'Connection string with Listen'}
        value={text}
        onChange={change}
        parsed={parsed}
        good="Read. It is tried before it is kept."
        refused={
          keep.failure?.fields?.connectionString === undefined
            ? undefined
            : [keep.failure.sentence, keep.failure.advice ?? ''].filter(Boolean).join(' ')
        }
        visited={visited}
        autoFocus
      />
      {sandboxStrings.data && text.trim() === '' ? (
        <Button className={styles.own} size="small" onClick={() => change(sandboxStrings.data?.listen ?? '')}>
          Take the sandbox’s policy for listening
        </Button>
      ) : null}
      {text.trim() !== '' && parsed.namespaceAddress !== undefined ? (
        <UnderstoodParts parsed={parsed} withoutEntity="the whole namespace" />
      ) : null}
      {otherEntity ? (
        <NoteBox tone="warning" title="Another entity.">
          The string is for {parsed.entityPath}, the endpoint posts to {endpoint.path}. Its key may not open
          that.
        </NoteBox>
      ) : null}
      <p className={styles.text}>
        Listening takes a policy with the Listen right on the queue, the topic or the namespace. The key stays
        on this computer and Dataverse never gets it. {application.data?.secretStore.sentence ?? ''}
      </p>
    </FormDialog>
  );
}
