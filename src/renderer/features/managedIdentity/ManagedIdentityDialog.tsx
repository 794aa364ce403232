import { useState } from 'react';
import type { SigningCertificate, SubjectVersion } from '../../../shared/domain/managedIdentity.ts';
import { isGuid } from '../../../shared/domain/managedIdentity.ts';
import { useCall } from '../../app/core/useCall.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { useConnection } from '../../app/useConnections.ts';
import {
  Button,
  FailureMessage,
  FieldRow,
  FormDialog,
  Input,
  makeStyles,
  NoteBox,
  PropertyList,
  Select,
  SkeletonRows,
  tokens,
  useNotify,
} from '../../kit/kit.ts';
import { CertificatePicker } from '../certificates/CertificatePicker.tsx';
import { useCertificateFile } from '../certificates/useCertificateFile.ts';
import { EntraValues } from './EntraValues.tsx';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: '8px' },
  title: { margin: 0, fontSize: '14px', lineHeight: '20px', fontWeight: tokens.fontWeightSemibold },
  mono: { '& input': { fontFamily: tokens.fontFamilyMonospace, fontSize: '13px' } },
  line: { display: 'flex', alignItems: 'center', gap: '12px', flexWrap: 'wrap' },
  grow: { flex: 1, minWidth: 0 },
});

const anotherOne = 'new';

/** How an assembly or a package gets tokens for Azure: computed values, what Entra ID needs, the row and its binding. */
export function ManagedIdentityDialog({ request, onClose }: DialogProps<'managedIdentity'>) {
  const { connectionId, target, name } = request;
  const styles = useStyles();
  const notify = useNotify();
  const connection = useConnection(connectionId);
  const chosenFile = useCertificateFile();
  const [chosenCertificate] = chosenFile.file?.certificates ?? [];
  const query = useCoreQuery(
    'managedIdentity.read',
    { connectionId, target, certificate: chosenCertificate?.pem ?? null },
    { staleTime: 0, keepPrevious: true },
  );
  const bind = useCall('managedIdentity.bind');
  const unbind = useCall('managedIdentity.unbind');
  const [chosen, setChosen] = useState(anotherOne);
  const [applicationId, setApplicationId] = useState('');
  const [tenantId, setTenantId] = useState<string | null>(null);
  const [version, setVersion] = useState<SubjectVersion>(2);
  const { data } = query;
  const tenant = tenantId ?? data?.tenantId ?? '';
  const existing = data?.identities.find(({ id }) => id === chosen);

  const save = async () => {
    if (!data) return;
    const identity = existing
      ? { kind: 'existing' as const, id: existing.id }
      : {
          kind: 'new' as const,
          name: name.slice(0, 100),
          applicationId: applicationId.trim(),
          tenantId: tenant.trim(),
          version,
        };
    const outcome = await bind.run({ connectionId, target, etag: data.etag, identity });
    // A row that was made before the binding failed is offered from now on.
    await query.refetch();
    if (outcome.kind === 'failed') return;
    notify({ tone: 'good', sentence: `${name} has its managed identity.` });
    onClose();
  };
  const takeAway = async () => {
    if (!data) return;
    const outcome = await unbind.run({ connectionId, target, etag: data.etag });
    if (outcome.kind === 'failed') return;
    const before = data.bound;
    notify({
      tone: 'good',
      sentence: `${name} has no managed identity any more. The identity itself stays.`,
    });
    if (before) setChosen(before.id);
    await query.refetch();
  };
  const reason = !data
    ? 'The values are not loaded yet.'
    : connection?.readOnly
      ? 'This connection is read-only.'
      : existing
        ? existing.id === data.bound?.id
          ? 'This identity is bound already.'
          : null
        : !isGuid(applicationId)
          ? 'Enter the application id of the registration or identity in Entra ID.'
          : !isGuid(tenant)
            ? 'Enter the id of the tenant.'
            : null;
  return (
    <FormDialog
      title={`Managed identity of ${name}`}
      size="large"
      tall
      dirty={applicationId !== '' || tenantId !== null}
      busy={
        bind.running
          ? { label: 'Binding the identity…', onCancel: bind.cancel }
          : unbind.running
            ? { label: 'Taking the identity away…', onCancel: unbind.cancel }
            : null
      }
      failure={bind.failure ?? unbind.failure}
      primary={{ label: 'Bind', disabledReason: reason }}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      {!data ? (
        query.failure ? (
          <FailureMessage failure={query.failure} onRetry={() => void query.refetch()} />
        ) : (
          <SkeletonRows count={10} label="Reading the values" />
        )
      ) : (
        <>
          {query.failure ? <FailureMessage failure={query.failure} /> : null}
          <section className={styles.section} aria-label="Bound now">
            <h3 className={styles.title}>Bound now</h3>
            <div className={styles.line}>
              <span className={styles.grow}>
                {data.bound ? `${data.bound.name}, application ${data.bound.applicationId}` : 'None.'}
              </span>
              {data.bound ? (
                <Button disabledFocusable={connection?.readOnly === true} onClick={() => void takeAway()}>
                  Unbind
                </Button>
              ) : null}
            </div>
          </section>
          <section className={styles.section} aria-label="Signing certificate">
            <h3 className={styles.title}>Signing certificate</h3>
            {data.certificate ? (
              <PropertyList columns={1} properties={certificateProperties(data.certificate)} />
            ) : (
              <NoteBox tone="warning">{data.certificateProblem}</NoteBox>
            )}
            <CertificatePicker label="Another certificate" state={chosenFile} />
          </section>
          <section className={styles.section} aria-label="Identity">
            <h3 className={styles.title}>Identity</h3>
            <FieldRow label="Managed identity">
              <Select value={chosen} onChange={(_, { value }) => setChosen(value)}>
                <option value={anotherOne}>A new one</option>
                {data.identities.map((identity) => (
                  <option key={identity.id} value={identity.id}>
                    {identity.name} ({identity.applicationId})
                  </option>
                ))}
              </Select>
            </FieldRow>
            {existing ? null : (
              <>
                <FieldRow
                  label="Application id"
                  required
                  hint="Client id of the app registration or of the user-assigned managed identity."
                >
                  <Input
                    className={styles.mono}
                    value={applicationId}
                    onChange={(_, { value }) => setApplicationId(value)}
                    placeholder="00000000-0000-0000-0000-000000000000"
                    spellCheck={false}
                  />
                </FieldRow>
                <FieldRow label="Tenant id" required>
                  <Input
                    className={styles.mono}
                    value={tenant}
                    onChange={(_, { value }) => setTenantId(value)}
                    spellCheck={false}
                  />
                </FieldRow>
              </>
            )}
            <FieldRow
              label="Version of the subject"
              hint="Microsoft recommends 2 for all new plug-ins. The row and the federated credential must have the same."
            >
              <Select value={String(version)} onChange={(_, { value }) => setVersion(value === '1' ? 1 : 2)}>
                <option value="2">2, by hashes of issuer and subject</option>
                <option value="1">1, by issuer and subject in words</option>
              </Select>
            </FieldRow>
          </section>
          {data.certificate && data.environmentId && isGuid(tenant) ? (
            <EntraValues
              name={name}
              host={connection?.webApi ?? ''}
              applicationId={existing?.applicationId ?? applicationId}
              question={{
                tenantId: (existing?.tenantId ?? tenant).trim(),
                environmentId: data.environmentId,
                certificate: data.certificate,
                version,
              }}
            />
          ) : (
            <NoteBox tone="neutral">
              {data.environmentId === null
                ? 'The organisation does not tell its environment: managed identities exist online only.'
                : 'With a certificate and a tenant, what Entra ID needs is computed here.'}
            </NoteBox>
          )}
        </>
      )}
    </FormDialog>
  );
}

function certificateProperties(certificate: SigningCertificate) {
  const { subject, issuer, sha256, selfSigned, validTo } = certificate;
  return [
    { name: 'Subject', value: subject, mono: true, copy: subject },
    { name: 'Issuer', value: selfSigned ? 'itself: for development only' : issuer, mono: !selfSigned },
    { name: 'SHA-256', value: sha256, mono: true, copy: sha256 },
    { name: 'Valid until', value: new Date(validTo).toLocaleDateString() },
  ];
}
