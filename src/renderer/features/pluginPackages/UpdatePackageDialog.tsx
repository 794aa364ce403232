import { useEffect } from 'react';
import { hasNoErrors } from '../../../shared/domain/fieldProblem.ts';
import { type PackageUpdatePlan, planPackageUpdate } from '../../../shared/domain/packageRules.ts';
import { useCall } from '../../app/core/useCall.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { useConnection } from '../../app/useConnections.ts';
import { FailureMessage, FormDialog, makeStyles, SkeletonRows, tokens, useNotify } from '../../kit/kit.ts';
import { ProductionNote } from '../forms/ProductionNote.tsx';
import { PluginFileField } from '../pluginFiles/PluginFileField.tsx';
import { Problems } from '../pluginFiles/Problems.tsx';
import { usePluginFile } from '../pluginFiles/usePluginFile.ts';
import { WatchFile } from '../pluginFiles/WatchFile.tsx';

const useStyles = makeStyles({
  title: { margin: '0 0 4px', fontSize: '14px', lineHeight: '20px', fontWeight: tokens.fontWeightSemibold },
  list: { margin: 0, paddingInlineStart: '18px' },
  mono: { fontFamily: tokens.fontFamilyMonospace, fontSize: '12px', overflowWrap: 'anywhere' },
});

/** Another content for a package: shows what it changes, and only then uploads it. */
export function UpdatePackageDialog({ request, onClose }: DialogProps<'updatePackage'>) {
  const { connectionId, packageId, again = false } = request;
  const connection = useConnection(connectionId);
  const notify = useNotify();
  const update = useCall('package.update');
  const prepared = useCoreQuery('package.prepareUpdate', { connectionId, id: packageId }, { staleTime: 0 });
  const target = { kind: 'package' as const, id: packageId };
  const handle = usePluginFile(request.opened ?? null);
  const { opened, openRemembered } = handle;
  useEffect(() => {
    if (again) openRemembered(connectionId, { kind: 'package', id: packageId });
  }, [again, openRemembered, connectionId, packageId]);

  const file = opened?.file.kind === 'package' ? opened.file : null;
  const facts = prepared.data?.facts;
  const plan = facts && file ? planPackageUpdate(facts, file) : null;
  const problems = plan?.problems ?? [];
  const name = facts?.package.name ?? 'package';

  const save = async () => {
    if (!opened || !prepared.data || !hasNoErrors(problems)) return;
    const { etag } = prepared.data;
    const outcome = await update.run({ connectionId, id: packageId, fileId: opened.fileId, etag });
    if (outcome.kind === 'failed') {
      void prepared.refetch();
      return;
    }
    selectNode(connectionId, target);
    notify({ tone: 'good', sentence: `Updated the package ${name}.` });
    onClose();
  };
  const reason = !opened
    ? 'Choose the file first.'
    : !file
      ? 'This is an assembly, not a package.'
      : !plan
        ? 'What is registered is still being read.'
        : (problems.find(({ severity }) => severity === 'error')?.sentence ?? null);
  return (
    <FormDialog
      title={`Update ${facts ? `“${name}”` : 'package'}`}
      subtitle={connection?.name}
      size="large"
      tall
      dirty={false}
      busy={update.running ? { label: 'Uploading the package', onCancel: update.cancel } : null}
      failure={update.failure}
      primary={{ label: 'Update', disabledReason: reason }}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <ProductionNote connection={connection}>
        The new code runs for everybody as soon as it is there.
      </ProductionNote>
      {prepared.failure && !facts ? (
        <FailureMessage failure={prepared.failure} onRetry={() => void prepared.refetch()} />
      ) : null}
      <PluginFileField kind="package" handle={handle} disabled={update.running} />
      <WatchFile connectionId={connectionId} target={target} />
      <Problems problems={problems} />
      {plan ? (
        <Changes plan={plan} />
      ) : prepared.isPending ? (
        <SkeletonRows count={3} label="Reading what is registered" />
      ) : null}
    </FormDialog>
  );
}

function Changes({ plan }: { readonly plan: PackageUpdatePlan }) {
  const styles = useStyles();
  const { assemblies, added, gone } = plan;
  return (
    <>
      <section>
        <h3 className={styles.title}>Assemblies</h3>
        <ul className={styles.list} aria-label="Assemblies of the package">
          {assemblies.map(({ name, from, to }) => (
            <li key={name}>
              {name}{' '}
              {from === null
                ? `${to ?? ''} is new`
                : to === null
                  ? `${from} goes`
                  : from === to
                    ? `${to}, as before`
                    : `${from} becomes ${to}`}
            </li>
          ))}
        </ul>
      </section>
      {added.length > 0 ? (
        <Names title="New plug-ins: the organisation registers them" names={added} />
      ) : null}
      {gone.length > 0 ? (
        <Names
          title="Plug-ins that are not in the package: their registrations go"
          names={gone.map(({ type }) => type.typeName)}
        />
      ) : null}
    </>
  );
}

function Names({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  const styles = useStyles();
  return (
    <section>
      <h3 className={styles.title}>{title}</h3>
      <ul className={styles.list} aria-label={title}>
        {names.map((name) => (
          <li key={name} className={styles.mono}>
            {name}
          </li>
        ))}
      </ul>
    </section>
  );
}
