import { describe, expect, it } from 'vitest';
import { rightsLines, rightsReportText } from '../../../../src/renderer/features/rights/rightsLines.ts';
import {
  type RightsUser,
  registrationPrivileges,
  rightsReportOf,
} from '../../../../src/shared/domain/registrationRights.ts';

const kenji: RightsUser = {
  id: 'c5e7091b-6d3f-e911-a812-000d3a1b1c72',
  name: 'Kenji Mori',
  kind: 'user',
  applicationId: null,
  disabled: false,
  accessMode: 'readWrite',
};
const held = new Set(
  registrationPrivileges.filter((name) => !/PluginPackage$|^prvDeleteServiceEndpoint$/.test(name)),
);
const report = rightsReportOf(kenji, ['Basic User'], held);

describe('rights on the page', () => {
  it('are a sentence with a mark for each area, with the names to fold out', () => {
    const lines = rightsLines(report);
    expect(lines.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'assemblies passed',
      'packages failed',
      'steps passed',
      'endpoints warning',
      'customApis passed',
      'traces passed',
      'jobs passed',
    ]);
    expect(lines[3]).toMatchObject({
      advice: 'Cannot unregister service endpoints.',
      details: 'prvDeleteServiceEndpoint',
    });
  });

  it('are copied as a text for whoever gives the roles', () => {
    expect(rightsReportText(report, 'Contoso')).toBe(
      [
        'Rights in Contoso',
        'User: Kenji Mori',
        'Roles: Basic User',
        `${report.sentence} ${report.advice}`,
        'Plug-in packages:',
        '  prvCreatePluginPackage',
        '  prvReadPluginPackage',
        '  prvWritePluginPackage',
        '  prvDeletePluginPackage',
        'Service endpoints and webhooks:',
        '  prvDeleteServiceEndpoint',
      ].join('\n'),
    );
  });
});
