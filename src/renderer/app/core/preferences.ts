import { useCallback, useMemo } from 'react';
import type { z } from 'zod';
import { create } from 'zustand';
import type { Preferences } from '../../../shared/contract/calls/application.ts';
import type { CoreBridge } from '../../bridge/connectBridge.ts';
import { useCore } from './coreContext.ts';
import { useCoreQuery } from './useCoreQuery.ts';

type Json = Preferences[string];

let unwritten: Record<string, Json> = {};
let timer: number | undefined;

function flush(bridge: CoreBridge): void {
  window.clearTimeout(timer);
  timer = undefined;
  const values = unwritten;
  if (Object.keys(values).length === 0) return;
  unwritten = {};
  // A choice that could not be kept still holds for this page; nobody is bothered with it.
  bridge.call('preference.write', { values }).catch(() => undefined);
}

interface Chosen {
  readonly values: Readonly<Record<string, Json>>;
}

/** What was chosen on this page. React has to have it before the click that chose it is over, or the control jumps back. */
const useChosen = create<Chosen>(() => ({ values: {} }));

/** Holds at once on this page, and is written a moment later: a splitter moves many times a second. */
function writePreference(bridge: CoreBridge, name: string, value: Json): void {
  useChosen.setState(({ values }) => ({ values: { ...values, [name]: value } }));
  unwritten = { ...unwritten, [name]: value };
  window.clearTimeout(timer);
  timer = window.setTimeout(() => flush(bridge), 300);
}

/** Writes what is still waiting when the page goes. */
export function flushPreferencesOnHide(bridge: CoreBridge): () => void {
  const listener = () => flush(bridge);
  window.addEventListener('pagehide', listener);
  return () => window.removeEventListener('pagehide', listener);
}

/** Whether the remembered choices have been read yet. */
export function usePreferencesReady(): boolean {
  const query = useCoreQuery('preference.list', {}, { staleTime: Number.POSITIVE_INFINITY });
  return query.data !== undefined || query.isError;
}

/** A remembered choice. A value that does not fit the schema counts as none. */
export function usePreference<Value extends Json>(
  name: string,
  schema: z.ZodType<Value>,
  fallback: Value,
): readonly [Value, (value: Value) => void] {
  const bridge = useCore();
  const { data } = useCoreQuery('preference.list', {}, { staleTime: Number.POSITIVE_INFINITY });
  const chosen = useChosen(({ values }) => values[name]);
  const raw = chosen ?? data?.[name];
  const value = useMemo(() => {
    if (raw === undefined || raw === null) return undefined;
    const parsed = schema.safeParse(raw);
    return parsed.success ? parsed.data : undefined;
  }, [raw, schema]);
  const set = useCallback((next: Value) => writePreference(bridge, name, next), [bridge, name]);
  return [value ?? fallback, set];
}
