import { createHash, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileTarget } from '../../../../src/shared/contract/calls/pluginFiles.ts';
import { FailureError } from '../../../../src/shared/contract/failure.ts';
import { AssemblyId, PackageId } from '../../../../src/shared/domain/ids.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

let place: TestOrganisation;
let test: TestCore;

beforeAll(async () => {
  place = await startTestOrganisation();
  test = await openTestCore(place.addresses);
});
afterAll(async () => {
  await test.close();
  await place.close();
});

const fixture = (name: string) => readFile(new URL(`../../../fixtures/${name}`, import.meta.url));
const applicationId = '11111111-2222-4333-8444-555555555555';
const tenantId = '5e512ab3-88fb-4585-ad13-9d507e7101e1';

function assembly(named: string): FileTarget {
  const row = [...place.organisation.store.rows('pluginassembly')].find(({ name }) => name === named);
  return { kind: 'assembly', id: AssemblyId.parse(row?.pluginassemblyid) };
}

function aPackage(): FileTarget {
  const [row] = place.organisation.store.rows('pluginpackage');
  return { kind: 'package', id: PackageId.parse(row?.pluginpackageid) };
}

function read(target: FileTarget, certificate: string | null = null) {
  return test.core.call('managedIdentity.read', { connectionId: test.sandbox, target, certificate });
}

describe('the managed identity', () => {
  it('knows environment and tenant, and says where a signature is missing', async () => {
    const found = await read(assembly('Contoso.Service.Plugins'));
    expect(found.environmentId).toMatch(/^[0-9a-f-]{36}$/);
    expect(found.tenantId).toMatch(/^[0-9a-f-]{36}$/);
    expect(found).toMatchObject({ certificate: null, bound: null, identities: [] });
    expect(found.certificateProblem).toMatch(/Authenticode|content/);
  });

  it('reads a certificate as the platform does', async () => {
    const pem = (await fixture('certificates/chain/leaf.pem')).toString('utf8');
    const { certificate } = await read(assembly('Contoso.Service.Plugins'), pem);
    const der = new X509Certificate(pem).raw;
    expect(certificate).toMatchObject({
      sha256: createHash('sha256').update(der).digest('hex'),
      selfSigned: false,
    });
    const hash = (text = '') => createHash('sha256').update(text).digest('base64url');
    expect(certificate?.subjectHash).toBe(hash(certificate?.subject));
    expect(certificate?.issuerHash).toBe(hash(certificate?.issuer));
    expect(certificate?.subject).toMatch(/^CN=/);
  });

  it.each([
    ['an assembly', () => assembly('Contoso.Service.Plugins')],
    ['a package', aPackage],
  ])('is made and bound to %s, and taken away', async (_what, targetOf) => {
    const target = targetOf();
    const at = { connectionId: test.sandbox, target };
    const before = await read(target);
    const identity = { kind: 'new', name: 'Vault', applicationId, tenantId, version: 2 } as const;
    await test.core.call('managedIdentity.bind', { ...at, etag: before.etag, identity });
    const bound = await read(target);
    expect(bound.bound).toMatchObject({ name: 'Vault', applicationId, tenantId });
    const row = place.organisation.store.get('managedidentity', bound.bound?.id ?? '');
    expect(row).toMatchObject({ credentialsource: 2, subjectscope: 1, version: 2 });

    const stale = test.core.call('managedIdentity.unbind', { ...at, etag: before.etag });
    await expect(stale).rejects.toSatisfy(
      (error) => error instanceof FailureError && error.failure.code === 'conflict',
    );
    await test.core.call('managedIdentity.unbind', { ...at, etag: bound.etag });
    const after = await read(target);
    expect(after.bound).toBeNull();
    const [existing] = after.identities;
    if (!existing) throw new Error('The identity is gone.');
    const again = { kind: 'existing', id: existing.id } as const;
    await test.core.call('managedIdentity.bind', { ...at, etag: after.etag, identity: again });
    expect((await read(target)).bound?.id).toBe(existing.id);
  });
});
