import { z } from 'zod';
import { create } from 'zustand';
import type { ConnectionId } from '../../shared/domain/ids.ts';

/** The preference `tabs.reopen`: whether what was open is opened again at the next start. */
export const ReopenTabs = z.boolean();

interface Tabs {
  /** Null until the remembered ones are read. */
  readonly open: readonly ConnectionId[] | null;
  readonly active: ConnectionId | null;
  /** How often one went from tab to tab by keys: the one in front takes the focus then. */
  readonly steps: number;
}

/** Which organisations are open, and which of them is in front. */
export const useTabs = create<Tabs>(() => ({ open: null, active: null, steps: 0 }));

export function openTab(id: ConnectionId): void {
  useTabs.setState(({ open }) => ({
    open: open?.includes(id) ? open : [...(open ?? []), id],
    active: id,
  }));
}

/** The tab beside the one in front comes to the front; behind the last one comes the first. */
export function stepTab(by: 1 | -1): void {
  useTabs.setState(({ open, active, steps }) => {
    const tabs = open ?? [];
    const at = active === null ? -1 : tabs.indexOf(active);
    if (at < 0) return {};
    return { active: tabs[(at + by + tabs.length) % tabs.length] ?? active, steps: steps + 1 };
  });
}

/** The neighbour of a closed tab comes to the front. */
export function closeTab(id: ConnectionId): void {
  useTabs.setState(({ open, active }) => {
    const tabs = open ?? [];
    const at = tabs.indexOf(id);
    const left = tabs.filter((tab) => tab !== id);
    const neighbour = left[Math.min(at, left.length - 1)] ?? null;
    return { open: left, active: active === id ? neighbour : active };
  });
}

/** By key: the focus goes to the neighbour that comes to the front. */
export function closeActiveTab(): void {
  const { active } = useTabs.getState();
  if (active === null) return;
  closeTab(active);
  useTabs.setState(({ steps }) => ({ steps: steps + 1 }));
}
