import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** A build writes a file in several goes; this long after the last one it is taken for whole. */
const calm = 400;

/**
 * Tells when a file was written anew. Its folder is watched, because builds often replace the file. A folder that cannot
 * be watched is an error that is thrown. Returns the way to stop.
 */
export function watchFile(path: string, onWritten: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const look = (): string => {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats ? `${stats.mtimeMs} ${stats.size}` : '';
  };

  let last = look();
  const watcher: FSWatcher = watch(dirname(path), { persistent: false }, (_event, name) => {
    if (name !== null && name.toLowerCase() !== basename(path).toLowerCase()) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const mark = look();
      // While it is being replaced it is not there for a moment.
      if (mark === '' || mark === last) return;
      last = mark;
      onWritten();
    }, calm);
    timer.unref();
  });
  // The folder was removed: nothing is told any more until it is watched again.
  watcher.on('error', () => stop());

  function stop(): void {
    clearTimeout(timer);
    watcher.close();
  }
  return stop;
}
