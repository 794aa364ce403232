import { openPage } from '../pages/pages.ts';
import type { Command } from './command.ts';

export const openCertificates: Command = {
  worksOn: 'organization',
  writes: false,
  label: () => 'Certificates',
  reason: () => null,
  run: ({ connection }) => openPage(connection.id, { kind: 'certificates' }),
};
