import { z } from 'zod';
import { create } from 'zustand';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { selectNothing } from '../../app/registrations/view.ts';
import { walkthroughStepIds } from './walkthroughSteps.ts';

/** What is remembered of the walk-through. */
export const WalkthroughMemory = z.object({
  /** ISO time; null before it was first shown. */
  startedAt: z.string().nullable(),
  dismissed: z.boolean(),
  done: z.array(z.enum(walkthroughStepIds)),
});
export type WalkthroughMemory = z.infer<typeof WalkthroughMemory>;

export const freshMemory: WalkthroughMemory = { startedAt: null, dismissed: false, done: [] };

interface WalkthroughRequest {
  /** Counts up when the user asks for the walk-through again. */
  readonly asked: number;
}

export const useWalkthroughRequest = create<WalkthroughRequest>(() => ({ asked: 0 }));

/** Brings the walk-through back, from its first step. */
export function showWalkthrough(sandbox: ConnectionId): void {
  selectNothing(sandbox);
  useWalkthroughRequest.setState(({ asked }) => ({ asked: asked + 1 }));
}
