import type { LockOwner } from '../dataFolderLock.ts';
import { openInBrowser } from './openInBrowser.ts';

/** A second start on one data folder: opens the page of the first, where it has one. Returns what to tell the user. */
export async function openRunning(owner: LockOwner, dataFolder: string, open: boolean): Promise<string> {
  if (owner.openAddress === null) {
    const what = owner.shell === 'electron' ? 'the desktop app' : 'another command';
    return `Registrar is already running on ${dataFolder}: ${what}, process ${owner.pid}. Use that one, stop it, or give another folder with --data-dir.`;
  }
  const already = `Registrar is already running on ${dataFolder}, at ${owner.openAddress}`;
  if (!open) return already;
  const oneTime = await askForOneTimeAddress(owner.openAddress);
  return oneTime !== null && (await openInBrowser(oneTime)) ? `${already} (opened once more)` : already;
}

async function askForOneTimeAddress(openAddress: string): Promise<string | null> {
  const { origin, searchParams } = new URL(openAddress);
  try {
    const response = await fetch(`${origin}/one-time`, {
      headers: { 'registrar-token': searchParams.get('token') ?? '' },
      signal: AbortSignal.timeout(5000),
    });
    const address = await response.text();
    return response.ok && address.startsWith(`${origin}/`) ? address : null;
  } catch {
    return null;
  }
}
