import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FailureError } from '../../../../src/shared/contract/failure.ts';
import { arrangePlugins, failureOf, node } from '../support/arrangePlugins.ts';
import {
  openTestCore,
  startTestOrganisation,
  type TestCore,
  type TestOrganisation,
} from '../support/openTestCore.ts';

let place: TestOrganisation;
let test: TestCore;
let plugins: ReturnType<typeof arrangePlugins>;

beforeAll(async () => {
  place = await startTestOrganisation();
  test = await openTestCore(place.addresses);
  plugins = arrangePlugins(place.addresses);
});
afterAll(async () => {
  await test.close();
  await place.close();
});
afterEach(() => place.webApi.faults.clear());

describe('a file to restore from', () => {
  it.each([
    ['no JSON', 'registrations'],
    ['another format', '{"format":"something else"}'],
    [
      'a row that is none',
      '{"format":"registrar-registrations","version":2,"savedAt":"","organization":null,"webApi":"","steps":[5]}',
    ],
    [
      'nothing in it',
      '{"format":"registrar-registrations","version":2,"savedAt":"","organization":null,"webApi":"","steps":[{"name":"x"}]}',
    ],
  ])('is refused: %s', async (_what, text) => {
    const failure = await failureOf(
      test.core.call('restore.addPiece', {
        fileId: null,
        size: text.length,
        piece: Buffer.from(text).toString('base64'),
      }),
    );
    expect(failure).toMatchObject({
      code: 'invalid',
      sentence: expect.stringContaining('not a file of registrations'),
    });
  });

  it('writes nothing but columns that are its own', async () => {
    const connectionId = test.sandbox;
    const id = randomUUID();
    const text = JSON.stringify({
      format: 'registrar-registrations',
      version: 2,
      savedAt: '2026-01-02T03:04:05Z',
      organization: null,
      webApi: 'https://elsewhere.example/',
      serviceEndpoints: [
        {
          serviceendpointid: id,
          name: 'From a file',
          contract: 8,
          authtype: 4,
          isauthvalueset: true,
          url: 'https://hooks.example/',
          connectionmode: 1,
          messageformat: 2,
          userclaim: 1,
          'owner@odata.bind': '/systemusers(1)',
          statecode: { deep: true },
        },
      ],
    });
    const { fileId } = await test.core.call('restore.addPiece', {
      fileId: null,
      size: text.length,
      piece: Buffer.from(text).toString('base64'),
    });
    const preview = await test.core.call('restore.preview', { connectionId, fileId });
    expect(preview).toMatchObject({ sameOrganization: false, rows: [{ missingSecret: 'webhookKey' }] });
    const { results } = await test.core.call('restore.run', {
      connectionId,
      fileId,
      secrets: [{ id, secret: 'a webhook key' }],
    });
    expect(results).toMatchObject([{ outcome: 'restored', note: null }]);
    expect(place.organisation.store.get('serviceendpoint', id)?.authvalue).toBe('a webhook key');
    const { entries } = await test.core.call('activity.list', { connectionId });
    const sent = entries.find(({ operation }) => operation === 'restore.serviceEndpoint')?.requestBody ?? '';
    expect(sent).not.toContain('owner');
    expect(sent).not.toContain('a webhook key');
  });

  it('of another organisation finds messages and tables by their names', async () => {
    const connectionId = test.sandbox;
    const made = await plugins.makeAssembly();
    const nodes = [node('assembly', made.assembly)];
    const { text } = await test.core.call('registration.export', { connectionId, nodes });
    await test.core.call('registration.unregister', { connectionId, nodes });
    const saved = JSON.parse(text);
    saved.organization.id = randomUUID();
    for (const step of saved.steps) {
      step._sdkmessageid_value = randomUUID();
      step._sdkmessagefilterid_value = randomUUID();
    }
    saved.steps[1].sdkmessageid.name = 'NoSuchMessage';
    const elsewhere = JSON.stringify(saved);
    const { fileId } = await test.core.call('restore.addPiece', {
      fileId: null,
      size: Buffer.byteLength(elsewhere),
      piece: Buffer.from(elsewhere).toString('base64'),
    });
    const { sameOrganization } = await test.core.call('restore.preview', { connectionId, fileId });
    expect(sameOrganization).toBe(false);
    const { results } = await test.core.call('restore.run', { connectionId, fileId, secrets: [] });
    const steps = results.filter((row) => row.node.kind === 'step');
    expect(steps.map(({ outcome }) => outcome)).toEqual(['restored', 'failed']);
    expect(steps[1]?.failure?.sentence).toBe('This organisation has no message NoSuchMessage.');
    const row = await plugins.request(
      'GET',
      `sdkmessageprocessingsteps(${steps[0]?.node.id})?$expand=sdkmessageid($select=name)`,
    );
    expect(row.sdkmessageid).toMatchObject({ name: 'Update' });
  });

  it('is read or refused with a sentence, whatever is in it', async () => {
    const row = fc.dictionary(
      fc.constantFrom(
        'serviceendpointid',
        'plugintypeid',
        'typename',
        'name',
        'content',
        '_eventhandler_value',
      ),
      fc.oneof(fc.jsonValue(), fc.uuid()),
    );
    const file = fc.record(
      {
        format: fc.constantFrom('registrar-registrations', 'other'),
        version: fc.constantFrom(1, 2, 3),
        savedAt: fc.string(),
        organization: fc.constant(null),
        webApi: fc.string(),
        serviceEndpoints: fc.array(row),
        types: fc.array(row),
        steps: fc.oneof(fc.array(row), fc.jsonValue()),
      },
      { requiredKeys: ['format', 'version'] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          file.map((value) => JSON.stringify(value)),
          fc.json(),
          fc.string(),
        ),
        async (text) => {
          const call = test.core.call('restore.addPiece', {
            fileId: null,
            size: Buffer.byteLength(text),
            piece: Buffer.from(text).toString('base64'),
          });
          const failure = await call.then(
            () => null,
            (error: unknown) => (error instanceof FailureError ? error.failure : { code: String(error) }),
          );
          if (failure) expect(failure.code).toBe('invalid');
        },
      ),
      { numRuns: 150 },
    );
  });
});
