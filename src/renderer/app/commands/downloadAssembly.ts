import { saveBinaryFile } from '../../bridge/saveBinaryFile.ts';
import type { Command } from './command.ts';

/** The bytes as the organisation has them, to a file. */
export const downloadAssembly: Command = {
  worksOn: 'one',
  writes: false,
  label: ({ node }) => (node?.kind === 'package' ? 'Download Package' : 'Download Assembly'),
  reason: ({ node }) =>
    node?.kind === 'assembly' || node?.kind === 'package' ? null : 'Select an assembly or a package.',
  run({ connection, node }, { call, notify, notifyFailure }) {
    const connectionId = connection.id;
    const download =
      node?.kind === 'assembly'
        ? call('assembly.download', { connectionId, id: node.id })
        : node?.kind === 'package'
          ? call('package.download', { connectionId, id: node.id })
          : null;
    download?.then(({ fileName, content }) => {
      saveBinaryFile(fileName, content);
      notify({ tone: 'good', sentence: `Downloaded ${fileName}.` });
    }, notifyFailure);
  },
};
