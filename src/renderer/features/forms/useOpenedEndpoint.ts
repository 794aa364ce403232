import { useCallback, useEffect, useState } from 'react';
import type { ConnectionId, Etag, ServiceEndpointId } from '../../../shared/domain/ids.ts';
import type { ServiceEndpoint } from '../../../shared/domain/registration.ts';
import { useCall } from '../../app/core/useCall.ts';

interface OpenedEndpoint<Draft> {
  readonly endpoint: ServiceEndpoint;
  readonly saved: Draft;
  readonly etag: Etag;
}

interface EndpointForm<Draft, Secret> {
  readonly draft: Draft;
  /** What was typed; nothing is filled in, for it is never read. */
  readonly secret?: Secret | undefined;
}

interface WhichEndpoint<Draft> {
  readonly connectionId: ConnectionId;
  readonly endpointId: ServiceEndpointId;
  /** The same function each time; undefined when the form is not made for such an endpoint. */
  readonly draftOf: (endpoint: ServiceEndpoint) => Draft | undefined;
  /** Told before the form is filled anew; the same function each time. */
  readonly onRead: () => void;
}

/** An endpoint as it is stored, and the form that is filled from it. */
export function useOpenedEndpoint<Draft, Secret>({
  connectionId,
  endpointId,
  draftOf,
  onRead,
}: WhichEndpoint<Draft>) {
  const { run, failure } = useCall('serviceEndpoint.read');
  const [opened, setOpened] = useState<OpenedEndpoint<Draft> | null>(null);
  const [form, setForm] = useState<EndpointForm<Draft, Secret> | null>(null);
  const [round, setRound] = useState(0);
  const load = useCallback(async () => {
    const outcome = await run({ connectionId, id: endpointId });
    if (outcome.kind === 'failed') return;
    const { endpoint, etag } = outcome.output;
    const saved = draftOf(endpoint);
    if (!saved) return;
    onRead();
    setOpened({ endpoint, saved, etag });
    setForm({ draft: saved });
    setRound((before) => before + 1);
  }, [run, onRead, draftOf, connectionId, endpointId]);
  useEffect(() => void load(), [load]);
  return { opened, form, setForm, round, failure, load };
}
