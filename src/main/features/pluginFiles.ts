import { randomUUID } from 'node:crypto';
import {
  FileTarget,
  largestFile,
  type OpenedPluginFile,
  PluginFileId,
} from '../../shared/contract/calls/pluginFiles.ts';
import { FailureError } from '../../shared/contract/failure.ts';
import { ConnectionId } from '../../shared/domain/ids.ts';
import type { PluginFileReading } from '../../shared/domain/pluginFile.ts';
import type { BytesAtHand } from '../assemblies/inspectPluginFile.ts';
import type { Clock, Log, Tell } from '../ports.ts';
import type { PluginPath } from '../storage/readPluginPath.ts';
import type { RememberedPath, RememberedPaths } from '../storage/rememberedPaths.ts';
import type { Handlers } from './handlers.ts';

export interface PluginFilePorts {
  readonly inspect: (bytes: Uint8Array, atHand?: BytesAtHand) => PluginFileReading;
  readonly readPath: (path: string, largest: number) => Promise<PluginPath>;
  readonly watch: (path: string, onWritten: () => void) => () => void;
  readonly paths: RememberedPaths;
  readonly tell: Tell;
  readonly clock: Clock;
  readonly log: Log;
}

/** A file that was opened, with its bytes. */
export interface HeldFile {
  readonly opened: OpenedPluginFile;
  readonly bytes: Buffer;
}

export interface PluginFiles {
  readonly handlers: Pick<
    Handlers,
    | 'pluginFile.add'
    | 'pluginFile.openPath'
    | 'pluginFile.remembered'
    | 'pluginFile.openRemembered'
    | 'pluginFile.watch'
  >;
  /** Throws a Failure when it is held no more. */
  take(id: PluginFileId): HeldFile;
  /** Its path, if it has one, is where this target comes from. */
  remember(connectionId: ConnectionId, target: FileTarget, file: OpenedPluginFile): Promise<void>;
  /** The connection is gone, and with it what was known of its files. */
  forget(connectionId: ConnectionId): Promise<void>;
  /** Watches again what was watched when the program ended. */
  resume(): Promise<void>;
  close(): void;
}

/** A few files at a time: a page opens one, and perhaps another one instead. */
const mostHeld = 4;

interface Arriving {
  readonly fileName: string;
  readonly size: number;
  readonly pieces: Buffer[];
  received: number;
}

export function createPluginFiles(ports: PluginFilePorts): PluginFiles {
  const held = new Map<PluginFileId, HeldFile>();
  const arriving = new Map<PluginFileId, Arriving>();
  const watches = new Map<string, () => void>();

  function hold(
    fileId: PluginFileId,
    told: { fileName: string; path: string | null },
    bytes: Buffer,
    reading: PluginFileReading,
  ): OpenedPluginFile {
    if (reading.kind === 'unreadable') {
      throw new FailureError({
        code: 'invalid',
        sentence: `${told.fileName}: ${reading.sentence}`,
        advice: reading.advice,
      });
    }
    const opened: OpenedPluginFile = { fileId, ...told, file: reading };
    held.set(fileId, { opened, bytes });
    dropOldest(held);
    return opened;
  }

  async function openPath(path: string): Promise<OpenedPluginFile> {
    const read = await ports.readPath(path, largestFile);
    const reading = ports.inspect(read.bytes, read.neighbour);
    return hold(
      PluginFileId.parse(randomUUID()),
      { fileName: read.fileName, path: read.path },
      read.bytes,
      reading,
    );
  }

  function watch(connectionId: ConnectionId, target: FileTarget, path: string): void {
    const key = keyOf(connectionId, target);
    watches.get(key)?.();
    const fileName = path.replace(/^.*[\\/]/, '');
    watches.set(
      key,
      ports.watch(path, () => ports.tell('pluginFile.changed', { connectionId, target, fileName })),
    );
  }

  async function rememberedOf(
    connectionId: ConnectionId,
    target: FileTarget,
  ): Promise<RememberedPath | null> {
    return ports.paths.read(keyOf(connectionId, target));
  }

  return {
    handlers: {
      'pluginFile.add': async ({ fileId: known, fileName, size, piece }) => {
        const fileId = known ?? PluginFileId.parse(randomUUID());
        const file = known === null ? { fileName, size, pieces: [], received: 0 } : arriving.get(known);
        if (!file) throw lost();
        arriving.set(fileId, file);
        dropOldest(arriving);
        const bytes = Buffer.from(piece, 'base64');
        file.pieces.push(bytes);
        file.received += bytes.length;
        if (file.received < file.size && bytes.length > 0) return { fileId, opened: null };
        arriving.delete(fileId);
        if (file.received !== file.size) {
          throw new FailureError({
            code: 'invalid',
            sentence: 'The file changed while it was read.',
            advice: 'Choose it again when the build is done.',
          });
        }
        const whole = Buffer.concat(file.pieces);
        const opened = hold(fileId, { fileName: file.fileName, path: null }, whole, ports.inspect(whole));
        return { fileId, opened };
      },

      'pluginFile.openPath': ({ path }) => openPath(path),

      'pluginFile.remembered': async ({ connectionId, target }) => {
        const remembered = await rememberedOf(connectionId, target);
        return { path: remembered?.path ?? null, watched: watches.has(keyOf(connectionId, target)) };
      },

      'pluginFile.openRemembered': async ({ connectionId, target }) => {
        const remembered = await rememberedOf(connectionId, target);
        if (remembered) return openPath(remembered.path);
        throw new FailureError({
          code: 'notFound',
          sentence: 'It is not known where the file of this one is.',
          advice: 'Open the file by its path once; from then on it is remembered.',
        });
      },

      'pluginFile.watch': async ({ connectionId, target, on }) => {
        const key = keyOf(connectionId, target);
        const remembered = await rememberedOf(connectionId, target);
        watches.get(key)?.();
        watches.delete(key);
        if (remembered && on) {
          try {
            watch(connectionId, target, remembered.path);
          } catch (error) {
            throw new FailureError(
              {
                code: 'storage',
                sentence: 'The folder of the file cannot be watched.',
                advice: 'Check that it is there. The file can be opened again by hand.',
              },
              { cause: error },
            );
          }
        }
        if (remembered) await ports.paths.write(key, { ...remembered, watched: on });
        return {};
      },
    },

    take(id) {
      const file = held.get(id);
      if (file) return file;
      throw lost();
    },

    async remember(connectionId, target, { path }) {
      if (path === null) return;
      const key = keyOf(connectionId, target);
      const watched = watches.has(key);
      await ports.paths.write(key, { path, watched, at: new Date(ports.clock.now()).toISOString() });
      if (watched) {
        try {
          watch(connectionId, target, path);
        } catch (error) {
          ports.log.error('A folder could not be watched.', error);
        }
      }
    },

    async forget(connectionId) {
      for (const [key] of await ports.paths.entries()) {
        if (!key.startsWith(`${connectionId} `)) continue;
        watches.get(key)?.();
        watches.delete(key);
        await ports.paths.remove(key);
      }
    },

    async resume() {
      for (const [key, { path, watched }] of await ports.paths.entries()) {
        const [connectionId = '', kind, id] = key.split(' ');
        const target = FileTarget.safeParse({ kind, id });
        if (!watched || !target.success) continue;
        try {
          watch(ConnectionId.parse(connectionId), target.data, path);
        } catch (error) {
          ports.log.error('A folder could not be watched.', error);
        }
      }
    },

    close() {
      for (const stop of watches.values()) stop();
      watches.clear();
    },
  };
}

function keyOf(connectionId: ConnectionId, { kind, id }: FileTarget): string {
  return `${connectionId} ${kind} ${id}`;
}

function dropOldest(files: Map<PluginFileId, unknown>): void {
  const oldest = files.keys().next();
  if (files.size > mostHeld && !oldest.done) files.delete(oldest.value);
}

function lost(): FailureError {
  return new FailureError({
    code: 'notFound',
    sentence: 'The file is not at hand any more.',
    advice: 'Choose it again.',
  });
}
