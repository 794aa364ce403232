import type { PageProps } from '../../app/pages/pageRegistry.ts';
import { SkeletonRows } from '../../kit/kit.ts';
import { KeyTable } from './KeyTable.tsx';

/** How the endpoints and webhooks of the organisation stand with their secrets. */
export function KeysPage({ connection, registrations }: PageProps<'keys'>) {
  const { index } = registrations;
  if (!index) return <SkeletonRows count={8} label="Loading the endpoints" />;
  return <KeyTable connection={connection} index={index} />;
}
