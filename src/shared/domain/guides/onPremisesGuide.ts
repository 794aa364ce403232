import { z } from 'zod';
import { type Guide, type GuideCommand, powerShellText } from './guide.ts';

/** What the reader says of the own deployment; an empty text keeps a telling placeholder in the commands. */
export const OnPremisesValues = z.object({
  /** Common name or distinguished name of the certificate. */
  subject: z.string(),
  /** The exported public certificate, Base64, a path on the server. */
  publicCertificate: z.string(),
  /** The certificate with its key, a path on the server. */
  privateCertificate: z.string(),
  /** What messages are signed as: the host name of the deployment. */
  issuerName: z.string(),
  /** Of the asynchronous service: `CONTOSO\\CrmAsync`. */
  serviceAccount: z.string(),
  /** SHA-1, as the certificate store spells it. */
  thumbprint: z.string(),
});
export type OnPremisesValues = z.infer<typeof OnPremisesValues>;

export const noOnPremisesValues: OnPremisesValues = {
  subject: '',
  publicCertificate: '',
  privateCertificate: '',
  issuerName: '',
  serviceAccount: '',
  thumbprint: '',
};

const placeholders: OnPremisesValues = {
  subject: 'CN=crm.contoso.com',
  publicCertificate: 'C:\\certificates\\azure-issuer.cer',
  privateCertificate: 'C:\\certificates\\azure-issuer.pfx',
  issuerName: 'crm.contoso.com',
  serviceAccount: 'CONTOSO\\CrmAsync',
  thumbprint: '0000000000000000000000000000000000000000',
};

const snapIn = 'Add-PSSnapin Microsoft.Crm.PowerShell';

/**
 * How a Dynamics 365 server of one's own gets the certificate with which it signs what it posts to Azure.
 * The steps are those of Microsoft's guide for on-premises and IFD deployments.
 */
export function onPremisesGuide(given: OnPremisesValues): Guide {
  const values = filledIn(given);
  const subject = powerShellText(distinguished(values.subject));
  const thumbprint = values.thumbprint.replaceAll(/[^0-9a-fA-F]/g, '').toUpperCase();
  return {
    title: 'Azure integration of an on-premises server',
    introduction: [
      'For Dynamics 365 on-premises and internet-facing deployments (IFD). Dataverse online comes configured, and needs none of this.',
      'A server of your own signs what it posts to Azure. Its certificate has to stand in the configuration database under the type AppFabricIssuer, and the asynchronous service has to be able to read its key and to reach Azure.',
    ],
    steps: [
      {
        id: 'certificate',
        title: 'Get a certificate and put it into the store',
        sentences: [
          'Take one with a private key from your certificate authority, at least RSA 2048 with SHA-256, and import it into Personal of the local computer, on each server with the Asynchronous Service role.',
        ],
        commands: [
          inPowerShell(
            'Import it',
            `Import-PfxCertificate -FilePath ${powerShellText(values.privateCertificate)} -CertStoreLocation Cert:\\LocalMachine\\My -Password (Read-Host -AsSecureString 'Password of the file')`,
          ),
        ],
        check: {
          sentence: 'It is listed with HasPrivateKey True and a NotAfter that is far enough away.',
          command: inPowerShell(
            'List it',
            `Get-ChildItem Cert:\\LocalMachine\\My | Where-Object Subject -eq ${subject} | Format-List Subject, Thumbprint, NotBefore, NotAfter, HasPrivateKey`,
          ),
        },
      },
      {
        id: 'export',
        title: 'Export its public part as Base64',
        sentences: [
          'The public part goes into the configuration database. No private key leaves the store.',
          'Tools › Certificates of this program makes the same file from a certificate that you open here.',
        ],
        commands: [
          inPowerShell(
            'Export it',
            [
              `$certificate = Get-Item Cert:\\LocalMachine\\My\\${thumbprint}`,
              '$text = [Convert]::ToBase64String($certificate.RawData, [Base64FormattingOptions]::InsertLineBreaks)',
              `Set-Content -Encoding ascii -Path ${powerShellText(values.publicCertificate)} -Value "-----BEGIN CERTIFICATE-----", $text, "-----END CERTIFICATE-----"`,
            ].join('\n'),
          ),
        ],
        check: {
          sentence: `The file begins with -----BEGIN CERTIFICATE-----, and its thumbprint is that of the store.`,
          command: inPowerShell(
            'Read it back',
            `certutil -dump ${powerShellText(values.publicCertificate)} | Select-String 'Cert Hash'`,
          ),
        },
      },
      {
        id: 'database',
        title: 'Store it in the configuration database',
        sentences: [
          'On a server with the Deployment Tools, as a deployment administrator. The name is the issuer that messages are signed as.',
        ],
        commands: [
          inPowerShell(
            'Store it',
            [
              snapIn,
              'Set-CrmCertificate -CertificateType AppFabricIssuer `',
              `  -Name ${powerShellText(values.issuerName)} \``,
              '  -StoreName My -StoreLocation LocalMachine -StoreFindType FindBySubjectDistinguishedName `',
              `  -DataFile ${powerShellText(values.publicCertificate)}`,
            ].join('\n'),
          ),
        ],
        check: {
          sentence: 'The deployment lists a certificate of the type AppFabricIssuer under your issuer name.',
          command: inPowerShell(
            'List the certificates',
            `${snapIn}\nGet-CrmCertificate | Where-Object CertificateType -eq AppFabricIssuer`,
          ),
        },
      },
      {
        id: 'permissions',
        title: 'Let the asynchronous service read the key',
        sentences: [
          'The account that the asynchronous service runs under needs Read on the private key. Restart the service afterwards.',
        ],
        commands: [
          inPowerShell(
            'Grant it',
            [
              `$certificate = Get-Item Cert:\\LocalMachine\\My\\${thumbprint}`,
              '$key = [System.Security.Cryptography.X509Certificates.RSACertificateExtensions]::GetRSAPrivateKey($certificate)',
              // Old providers and new ones keep their key files in different folders.
              '$name = if ($key.Key) { $key.Key.UniqueName } else { $key.CspKeyContainerInfo.UniqueKeyContainerName }',
              `$file = Get-ChildItem "$env:ProgramData\\Microsoft\\Crypto" -Recurse -Filter $name | Select-Object -First 1`,
              `icacls $file.FullName /grant ${powerShellText(`${values.serviceAccount}:R`)}`,
              'Restart-Service MSCRMAsyncService',
            ].join('\n'),
          ),
        ],
        check: {
          sentence: 'The key’s file lists the account with (R), and the service runs.',
          command: inPowerShell('Look', 'icacls $file.FullName; Get-Service MSCRMAsyncService'),
        },
      },
      {
        id: 'firewall',
        title: 'Let the service out to Azure',
        sentences: [
          'CrmAsyncService.exe needs outbound connections on ports 80 and 443, and its account access to the internet. Nothing has to come in.',
        ],
        commands: [
          inPowerShell(
            'Add the rule',
            `New-NetFirewallRule -DisplayName 'Dynamics 365 to Azure' -Direction Outbound -Action Allow -Protocol TCP -RemotePort 80,443 -Program "$env:ProgramFiles\\Microsoft Dynamics CRM\\Server\\bin\\CrmAsyncService.exe"`,
          ),
        ],
        check: {
          sentence: 'From the server, your namespace answers on port 443.',
          command: inPowerShell(
            'Try it',
            'Test-NetConnection -ComputerName contoso.servicebus.windows.net -Port 443',
          ),
        },
      },
      {
        id: 'endpoint',
        title: 'Register the endpoint with a SAS key, and check it',
        sentences: [
          'Use Register New Service Endpoint with the connection string of a policy that may Send. Access Control (ACS) no longer exists, on-premises neither.',
        ],
        commands: [],
        check: {
          sentence:
            'Check from Dataverse ends with a succeeded system job. “(401) Unauthorized” means the key; a job that waits means the firewall or the service account.',
        },
      },
    ],
  };
}

function filledIn(given: OnPremisesValues): OnPremisesValues {
  const or = (name: keyof OnPremisesValues): string => {
    const value = given[name].trim();
    return value === '' ? placeholders[name] : value;
  };
  return {
    subject: or('subject'),
    publicCertificate: or('publicCertificate'),
    privateCertificate: or('privateCertificate'),
    issuerName: or('issuerName'),
    serviceAccount: or('serviceAccount'),
    thumbprint: or('thumbprint'),
  };
}

function distinguished(subject: string): string {
  return subject.includes('=') ? subject : `CN=${subject}`;
}

function inPowerShell(label: string, text: string): GuideCommand {
  return { label, where: 'PowerShell', text };
}
