import { z } from 'zod';
import { ConnectionId, Etag, PackageId } from '../../domain/ids.ts';
import { PackageDraft, PackageUpdateFacts } from '../../domain/packageRules.ts';
import { call, nothing } from '../call.ts';
import { PluginFileId } from './pluginFiles.ts';

const which = z.object({ connectionId: ConnectionId });
const one = which.extend({ id: PackageId });

export const packageCalls = {
  /** One request: the organisation makes the assemblies and types that are in it, all or none. */
  'package.register': call(
    which.extend({ fileId: PluginFileId, draft: PackageDraft }),
    z.object({ id: PackageId, assemblies: z.number().int(), types: z.number().int() }),
  ),
  'package.prepareUpdate': call(one, z.object({ facts: PackageUpdateFacts, etag: Etag })),
  'package.update': call(one.extend({ fileId: PluginFileId, etag: Etag }), nothing),
  /** The .nupkg as the organisation has it, in base64. */
  'package.download': call(one, z.object({ fileName: z.string(), content: z.string() })),
};
