import { useEffect, useState } from 'react';
import { hasNoErrors } from '../../../shared/domain/fieldProblem.ts';
import { isOnline } from '../../../shared/domain/organizationAddress.ts';
import { checkPackageRegistration, packageName } from '../../../shared/domain/packageRules.ts';
import { useCall } from '../../app/core/useCall.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { type DialogProps, openDialog } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { useConnection } from '../../app/useConnections.ts';
import { Button, FieldRow, FormDialog, Input, NoteBox, useNotify } from '../../kit/kit.ts';
import { ProductionNote } from '../forms/ProductionNote.tsx';
import { PluginFileField } from '../pluginFiles/PluginFileField.tsx';
import { Problems } from '../pluginFiles/Problems.tsx';
import { usePluginFile } from '../pluginFiles/usePluginFile.ts';
import { SolutionPicker } from '../solutions/SolutionPicker.tsx';
import { useSolutionChoice } from '../solutions/useSolutionChoice.ts';
import { PackageContent } from './PackageContent.tsx';

/** From a .nupkg to a package, whose assemblies and types the organisation makes by itself. */
export function RegisterPackageDialog({ request, onClose }: DialogProps<'registerPackage'>) {
  const { connectionId, file: dropped } = request;
  const connection = useConnection(connectionId);
  const { index } = useRegistrations(connectionId);
  const notify = useNotify();
  const register = useCall('package.register');
  const solutions = useCoreQuery('solution.list', { connectionId }, { staleTime: 60_000 });
  const handle = usePluginFile(request.opened ?? null);
  const { opened, openFile } = handle;
  useEffect(() => {
    if (dropped) openFile(dropped);
  }, [dropped, openFile]);

  const [solution, setSolution] = useSolutionChoice(connectionId);
  const prefix = solutions.data?.solutions.find(({ uniqueName }) => uniqueName === solution)?.prefix ?? null;
  const file = opened?.file.kind === 'package' ? opened.file : null;
  /** Null until the user types one of his own. */
  const [typedName, setTypedName] = useState<string | null>(null);
  const name = typedName ?? (file ? packageName(file.id, prefix) : '');
  const problems = file
    ? checkPackageRegistration(
        file,
        { name, solution },
        {
          packages: index?.registrations.packages ?? [],
          prefix,
          online: connection ? isOnline(connection) : true,
        },
      )
    : [];
  const of = (field: string) => {
    const sentence =
      register.failure?.fields?.[field] ?? problems.find((problem) => problem.field === field)?.sentence;
    return sentence === undefined ? null : { sentence };
  };
  const twin = index?.registrations.packages.find(
    ({ uniqueName }) => uniqueName.toLowerCase() === name.trim().toLowerCase(),
  );

  const save = async () => {
    if (!opened || !hasNoErrors(problems)) return;
    const outcome = await register.run({ connectionId, fileId: opened.fileId, draft: { name, solution } });
    if (outcome.kind === 'failed') return;
    const { id, assemblies, types } = outcome.output;
    selectNode(connectionId, { kind: 'package', id });
    notify({
      tone: 'good',
      sentence: `Registered the package ${name.trim()}: ${counted(assemblies, 'assembly', 'assemblies')} with ${counted(types, 'plug-in', 'plug-ins')}.`,
    });
    onClose();
  };
  const reason = !opened
    ? 'Choose the file first.'
    : !file
      ? 'This is an assembly. Register it as one.'
      : (problems.find(({ severity }) => severity === 'error')?.sentence ?? null);
  return (
    <FormDialog
      title="Register new package"
      subtitle={connection?.name}
      size="large"
      tall
      dirty={opened !== null}
      busy={
        register.running
          ? {
              label: 'Uploading the package; the organisation makes its assemblies and types',
              onCancel: register.cancel,
            }
          : null
      }
      failure={register.failure}
      primary={{ label: 'Register', disabledReason: reason }}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <ProductionNote connection={connection}>Others work with what you register here.</ProductionNote>
      <PluginFileField kind="package" handle={handle} disabled={register.running} />
      {opened?.file.kind === 'assembly' ? (
        <NoteBox tone="warning">
          This is an assembly, not a package.{' '}
          <Button
            size="small"
            onClick={() => {
              onClose();
              openDialog({ kind: 'registerAssembly', connectionId, opened });
            }}
          >
            Register it as an assembly
          </Button>
        </NoteBox>
      ) : null}
      <Problems problems={problems.filter(({ field }) => field === 'file')} />
      {file ? (
        <>
          <PackageContent file={file} />
          <SolutionPicker
            connectionId={connectionId}
            value={solution}
            onChange={setSolution}
            required
            problem={of('solution')}
          />
          <FieldRow
            label="Name"
            required
            problem={of('name')}
            hint="Unique in the organisation. Neither the name nor the version can be changed later."
          >
            <Input value={name} maxLength={100} onChange={(_, data) => setTypedName(data.value)} />
          </FieldRow>
          {twin && !twin.managed ? (
            <div>
              <Button
                onClick={() => {
                  onClose();
                  openDialog({
                    kind: 'updatePackage',
                    connectionId,
                    packageId: twin.id,
                    opened: opened ?? undefined,
                  });
                }}
              >
                Update {twin.name} instead
              </Button>
            </div>
          ) : null}
        </>
      ) : null}
    </FormDialog>
  );
}

function counted(count: number, one: string, many: string): string {
  return count === 1 ? `one ${one}` : `${count} ${many}`;
}
