import { useState } from 'react';
import type { FileTarget } from '../../../shared/contract/calls/pluginFiles.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { useCall } from '../../app/core/useCall.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { Checkbox, FailureMessage } from '../../kit/kit.ts';

interface WatchFileProps {
  readonly connectionId: ConnectionId;
  readonly target: FileTarget;
}

/** Offers to say when the remembered file is built anew; nothing while no file is remembered. */
export function WatchFile({ connectionId, target }: WatchFileProps) {
  const remembered = useCoreQuery('pluginFile.remembered', { connectionId, target }, { staleTime: 0 });
  const watch = useCall('pluginFile.watch');
  // What was clicked shows at once.
  const [wanted, setWanted] = useState<boolean | null>(null);
  const path = remembered.data?.path ?? null;
  if (path === null) return null;
  const set = async (on: boolean) => {
    setWanted(on);
    await watch.run({ connectionId, target, on });
    await remembered.refetch();
    setWanted(null);
  };
  return (
    <div>
      <Checkbox
        checked={wanted ?? remembered.data?.watched ?? false}
        onChange={(_, data) => void set(data.checked === true)}
        label={`Offer the update whenever ${path} is built anew`}
      />
      {watch.failure ? <FailureMessage failure={watch.failure} /> : null}
    </div>
  );
}
