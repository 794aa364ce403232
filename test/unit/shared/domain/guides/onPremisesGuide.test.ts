import { describe, expect, it } from 'vitest';
import { certificateRolloverGuide } from '../../../../../src/shared/domain/guides/certificateRolloverGuide.ts';
import type { Guide } from '../../../../../src/shared/domain/guides/guide.ts';
import {
  noOnPremisesValues,
  onPremisesGuide,
} from '../../../../../src/shared/domain/guides/onPremisesGuide.ts';

function textsOf(guide: Guide): string {
  return guide.steps
    .flatMap(({ commands, check }) => [...commands, ...(check.command ? [check.command] : [])])
    .map(({ text }) => text)
    .join('\n');
}

describe('onPremisesGuide', () => {
  it('fills the commands in with what the reader says', () => {
    const texts = textsOf(
      onPremisesGuide({
        ...noOnPremisesValues,
        subject: 'crm.fabrikam.example',
        thumbprint: 'ab cd 01',
        issuerName: "O'Hara",
        serviceAccount: 'FABRIKAM\\svc',
        publicCertificate: 'D:\\c.cer',
      }),
    );
    expect(texts).toContain("Subject -eq 'CN=crm.fabrikam.example'");
    expect(texts).toContain('LocalMachine\\My\\ABCD01');
    expect(texts).toContain("-Name 'O''Hara'");
    expect(texts).toContain("/grant 'FABRIKAM\\svc:R'");
    expect(texts).toContain("-DataFile 'D:\\c.cer'");
    expect(texts).toContain('-CertificateType AppFabricIssuer');
    expect(texts).toContain('-RemotePort 80,443');
  });

  it('says of each step how to check it', () => {
    for (const step of onPremisesGuide(noOnPremisesValues).steps) expect(step.check.sentence).not.toBe('');
  });
});

describe('certificateRolloverGuide', () => {
  it('names the addresses of the namespace in its cloud', () => {
    const government = textsOf(
      certificateRolloverGuide({ namespace: 'fabrikam', cloud: 'usGovernment', federated: false }),
    );
    expect(government).toBe('https://fabrikam-sb.accesscontrol.usgovcloudapi.net/v2/mgmt/web');
    const federated = textsOf(
      certificateRolloverGuide({ namespace: 'fabrikam', cloud: 'public', federated: true }),
    );
    expect(federated).toContain('https://fabrikam.accesscontrol.windows.net/v2/mgmt/web');
  });
});
