import { z } from 'zod';
import { Failure } from './failure.ts';

/**
 * What travels between page and core, the same over Electron's IPC and over the loopback WebSocket.
 * Names and values are checked against the contract's table on both sides; this is the envelope.
 */
export const FromPage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), id: z.number().int(), name: z.string().max(100), input: z.unknown() }),
  z.object({ kind: z.literal('cancel'), id: z.number().int() }),
]);
export type FromPage = z.infer<typeof FromPage>;

export const FromCore = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), id: z.number().int(), output: z.unknown() }),
  z.object({ kind: z.literal('failed'), id: z.number().int(), failure: Failure }),
  z.object({ kind: z.literal('progress'), id: z.number().int(), value: z.unknown() }),
  z.object({ kind: z.literal('event'), name: z.string(), value: z.unknown() }),
]);
export type FromCore = z.infer<typeof FromCore>;

/** What `window.bridge` is, in Electron: the whole surface of the preload. */
export interface Bridge {
  send(message: FromPage): void;
  /** Returns the way to stop listening. */
  receive(listener: (message: FromCore) => void): () => void;
  /** Where a file that the user chose or dropped is; empty when it is on no disk. Only such a file has a path. */
  pathOf(file: unknown): string;
}
