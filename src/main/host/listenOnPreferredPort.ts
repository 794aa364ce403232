import { StartProblem } from '../startProblem.ts';
import type { Host } from './host.ts';

/** One port from start to start: then a page left open goes on after a restart. */
const preferredPort = 47_160;

/** Takes the port asked for, or fails; without one, the preferred port, or a free one where that is taken. */
export async function listenOnPreferredPort(
  asked: number | null,
  start: (port: number) => Promise<Host>,
): Promise<Host> {
  if (asked !== null) {
    try {
      return await start(asked);
    } catch (error) {
      if (isTaken(error)) {
        throw new StartProblem(
          `Port ${asked} is taken by another program, or not allowed. Give another one, or 0 for a free one.`,
        );
      }
      throw error;
    }
  }
  try {
    return await start(preferredPort);
  } catch (error) {
    if (!isTaken(error)) throw error;
    return await start(0);
  }
}

/** EACCES: Windows reserves ranges of ports, and Unix the low ones. */
function isTaken(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
  );
}
