import { describe, expect, it } from 'vitest';
import {
  CloudChoice,
  cloudOfAuthority,
  cloudOfHost,
  clouds,
  regionOfHost,
  resolveCloud,
} from '../../../../src/shared/domain/cloud.ts';

describe('clouds', () => {
  it.each([
    ['contoso.crm.dynamics.com', 'commercial'],
    ['contoso.api.crm4.dynamics.com', 'commercial'],
    ['CONTOSO.CRM21.DYNAMICS.COM.', 'commercial'],
    ['contoso.crm9.dynamics.com', 'gcc'],
    ['contoso.api.crm9.dynamics.com:443', 'gcc'],
    ['contoso.crm.microsoftdynamics.us', 'gccHigh'],
    ['contoso.crm.appsplatform.us', 'dod'],
    ['contoso.crm.dynamics.cn', 'china'],
    ['crm.contoso.com', null],
    ['dynamics.com.evil.example', null],
    ['notdynamics.com', null],
    ['127.0.0.1:5000', null],
  ])('%s belongs to %s', (host, cloud) => {
    expect(cloudOfHost(host)).toBe(cloud);
  });

  it('each has a discovery service in its own domain', () => {
    for (const cloud of Object.values(clouds)) {
      expect(cloudOfHost(new URL(cloud.discovery ?? '').host)).toBe(cloud.id);
      expect(cloud.authority).toMatch(/^https:\/\/[^/]+$/);
    }
  });

  it('are told by their authority', () => {
    expect(cloudOfAuthority('https://login.microsoftonline.com/x')).toBe('commercial');
    expect(cloudOfAuthority('https://login.microsoftonline.us')).toBe('gccHigh');
    expect(cloudOfAuthority('https://login.chinacloudapi.cn/')).toBe('china');
    expect(cloudOfAuthority('https://login.microsoftonline.com.evil.example')).toBeNull();
    expect(cloudOfAuthority('nonsense')).toBeNull();
  });

  it('tell regions', () => {
    expect(regionOfHost('contoso.api.crm4.dynamics.com')).toBe('Europe, Middle East and Africa');
    expect(regionOfHost('contoso.crm.dynamics.com:443')).toBe('North America');
    expect(regionOfHost('contoso.crm.dynamics.cn')).toBe('China');
    expect(regionOfHost('crm.contoso.com')).toBeNull();
    expect(regionOfHost('contoso.crm99.dynamics.com')).toBeNull();
  });

  it('may be given by their addresses, over https alone', () => {
    const adfs = CloudChoice.parse({
      kind: 'custom',
      authority: 'https://sts.contoso.com/adfs/',
      discovery: null,
      graph: null,
    });
    expect(resolveCloud(adfs)).toMatchObject({
      id: 'custom',
      name: 'sts.contoso.com',
      authority: 'https://sts.contoso.com/adfs',
      authorityKind: 'adfs',
    });
    expect(
      resolveCloud({ kind: 'custom', authority: 'https://127.0.0.1:5001', discovery: null, graph: null })
        .authorityKind,
    ).toBe('entra');
    expect(CloudChoice.safeParse({ ...adfs, authority: 'http://sts.contoso.com/adfs' }).success).toBe(false);
    expect(resolveCloud({ kind: 'known', id: 'dod' })).toBe(clouds.dod);
  });
});
