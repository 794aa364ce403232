import { z } from 'zod';
import { AssemblyId, ConnectionId, PackageId } from '../../domain/ids.ts';
import { PluginFile } from '../../domain/pluginFile.ts';
import { call, nothing } from '../call.ts';

/** Names a file whose bytes the core has. Nothing of this computer's disk can be told from it. */
export const PluginFileId = z.guid().brand<'PluginFileId'>();
export type PluginFileId = z.infer<typeof PluginFileId>;

/** Largest file taken, in bytes; Dataverse's own limits are said when the file is looked at. */
export const largestFile = 64 * 1024 * 1024;
/** Bytes of one piece: its base64 stays below what one message of the wire may hold. */
export const pieceSize = 2 * 1024 * 1024;

export const OpenedPluginFile = z.object({
  fileId: PluginFileId,
  fileName: z.string(),
  /** Where the core read it; null for one whose bytes came from the page: it cannot be read again. */
  path: z.string().nullable(),
  file: PluginFile,
});
export type OpenedPluginFile = z.infer<typeof OpenedPluginFile>;

/** What a file was last registered as. */
export const FileTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('assembly'), id: AssemblyId }),
  z.object({ kind: z.literal('package'), id: PackageId }),
]);
export type FileTarget = z.infer<typeof FileTarget>;

const ofTarget = z.object({ connectionId: ConnectionId, target: FileTarget });

export const pluginFileCalls = {
  /** A file in pieces, in order. The first has no id and begins it; with the last one it is read and told. */
  'pluginFile.add': call(
    z.object({
      fileId: PluginFileId.nullable(),
      fileName: z.string().min(1).max(260),
      size: z.number().int().min(0).max(largestFile),
      /** Base64. */
      piece: z.string().max(Math.ceil(pieceSize / 3) * 4),
    }),
    z.object({ fileId: PluginFileId, opened: OpenedPluginFile.nullable() }),
  ),
  /** An assembly or package at a path of this computer, which the core reads itself: its content never comes to the page. */
  'pluginFile.openPath': call(z.object({ path: z.string().trim().min(1).max(4000) }), OpenedPluginFile),
  /** Where the file of an assembly or package was when it was last registered or updated from a path. */
  'pluginFile.remembered': call(ofTarget, z.object({ path: z.string().nullable(), watched: z.boolean() })),
  'pluginFile.openRemembered': call(ofTarget, OpenedPluginFile),
  /** Tells by `pluginFile.changed` when the remembered file is written again. Holds until the program ends. */
  'pluginFile.watch': call(ofTarget.extend({ on: z.boolean() }), nothing),
};
