import { describe, expect, it } from 'vitest';
import {
  deedsOf,
  type RightsUser,
  registrationPrivileges,
  rightsReportOf,
} from '../../../../src/shared/domain/registrationRights.ts';

const nancy: RightsUser = {
  id: 'c5e7091b-6d3f-e911-a812-000d3a1b1c72',
  name: 'Nancy Davolio',
  kind: 'user',
  applicationId: null,
  disabled: false,
  accessMode: 'readWrite',
};
const everything = new Set(registrationPrivileges);
const without = (pattern: RegExp) => new Set(registrationPrivileges.filter((name) => !pattern.test(name)));

describe('the rights of a user', () => {
  it('are complete with every privilege, however it is spelt', () => {
    const spelt = new Set([...everything].map((name) => name.toUpperCase()));
    for (const held of [everything, spelt]) {
      const report = rightsReportOf(nancy, ['System Administrator'], held);
      expect(report).toMatchObject({
        outcome: 'passed',
        sentence: 'Nancy Davolio may register everything that Registrar registers.',
      });
      expect(report.areas.every(({ missing }) => missing.length === 0)).toBe(true);
    }
  });

  it('name each privilege that is missing, and what cannot be done without it', () => {
    const report = rightsReportOf(nancy, ['Basic User'], without(/^prv(Create|Delete)PluginAssembly$/));
    expect(report).toMatchObject({
      outcome: 'warning',
      sentence: 'Nancy Davolio lacks privileges for plug-in assemblies.',
      advice: expect.stringContaining('System Customizer'),
    });
    expect(report.areas.filter(({ missing }) => missing.length > 0)).toEqual([
      {
        id: 'assemblies',
        label: 'Plug-in assemblies',
        needed: 8,
        missing: [
          { privilege: 'prvCreatePluginAssembly', deed: 'register', object: 'plug-in assemblies' },
          { privilege: 'prvDeletePluginAssembly', deed: 'unregister', object: 'plug-in assemblies' },
        ],
      },
    ]);
  });

  it('are told in few words', () => {
    const { areas } = rightsReportOf(nancy, [], without(/PluginType$|prv(Create|Write)PluginAssembly$/));
    expect(deedsOf(areas[0]?.missing ?? [])).toBe(
      'register or change plug-in assemblies, register, see, change or unregister plug-in types',
    );
  });

  it('recommend a role that the user has not got already', () => {
    const held = without(/SecureConfig$/);
    expect(rightsReportOf(nancy, ['System Customizer'], held).advice).toContain('role System Administrator.');
    expect(rightsReportOf(nancy, ['System Administrator'], held).advice).toContain('older one');
  });

  it('look for the privileges that Microsoft’s documentation names', () => {
    expect(registrationPrivileges).toEqual(
      expect.arrayContaining([
        'prvCreatePluginAssembly',
        'prvCreatePluginType',
        'prvCreateSdkMessageProcessingStep',
        'prvCreateSdkMessageProcessingStepImage',
        'prvCreateSdkMessageProcessingStepSecureConfig',
        'prvCreateServiceEndpoint',
      ]),
    );
    expect(new Set(registrationPrivileges).size).toBe(registrationPrivileges.length);
  });

  it.each([
    ['no role', {}, new Set<string>(), 'has no security role'],
    ['disabled', { disabled: true }, everything, 'is disabled'],
    ['read alone', { accessMode: 'read' }, everything, 'access mode Read'],
    ['administration alone', { accessMode: 'administrative' }, everything, 'access mode Administrative'],
  ] as const)('fail with %s, whatever else there is', (_, change, held, words) => {
    expect(rightsReportOf({ ...nancy, ...change }, [], held)).toMatchObject({
      outcome: 'failed',
      sentence: expect.stringContaining(words),
      advice: expect.any(String),
    });
  });

  it('speak of a user whose name may not be read', () => {
    const user: RightsUser = { ...nancy, name: null, kind: 'application', accessMode: 'nonInteractive' };
    expect(rightsReportOf(user, null, new Set()).sentence).toMatch(/^This application user has no/);
    expect(rightsReportOf(user, null, everything)).toMatchObject({ outcome: 'passed', roles: null });
  });
});
