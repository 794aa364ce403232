import { useEffect, useRef } from 'react';
import type { EventName, EventValue } from '../../../shared/contract/contract.ts';
import { useCore } from './coreContext.ts';

/** Listens to an event of the core while the screen is there. */
export function useEvent<Name extends EventName>(
  name: Name,
  listener: (value: EventValue<Name>) => void,
): void {
  const bridge = useCore();
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => bridge.on(name, (value) => latest.current(value)), [bridge, name]);
}
