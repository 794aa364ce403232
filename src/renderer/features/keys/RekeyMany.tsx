import type { Connection } from '../../../shared/contract/calls/connections.ts';
import { RekeyPlan } from './RekeyPlan.tsx';
import { RekeySource } from './RekeySource.tsx';
import { useRekeyPlan } from './useRekeyPlan.ts';

/** Many endpoints get their secrets: pasted, looked at, checked from here, saved. */
export function RekeyMany({ connection }: { readonly connection: Connection }) {
  const state = useRekeyPlan(connection.id);
  if (!state.plan) {
    return <RekeySource busy={state.working === 'planning'} failure={state.failure} onRead={state.read} />;
  }
  return <RekeyPlan connection={connection} state={state} plan={state.plan} />;
}
