import { useEffect, useState } from 'react';
import { checkAssemblyRegistration, onlyOnline, sameAssembly } from '../../../shared/domain/assemblyRules.ts';
import { hasNoErrors } from '../../../shared/domain/fieldProblem.ts';
import { isOnline } from '../../../shared/domain/organizationAddress.ts';
import { useCall } from '../../app/core/useCall.ts';
import { type DialogProps, openDialog } from '../../app/dialogs/dialogs.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { useConnection } from '../../app/useConnections.ts';
import { Button, FormDialog, NoteBox, useNotify } from '../../kit/kit.ts';
import { UnfinishedWorks } from '../assemblyWork/UnfinishedWorks.tsx';
import { useUnfinishedWorks } from '../assemblyWork/useUnfinishedWorks.ts';
import { ProductionNote } from '../forms/ProductionNote.tsx';
import { PluginFileField } from '../pluginFiles/PluginFileField.tsx';
import { Problems } from '../pluginFiles/Problems.tsx';
import { usePluginFile } from '../pluginFiles/usePluginFile.ts';
import { useSolutionChoice } from '../solutions/useSolutionChoice.ts';
import { AssemblySettings } from './AssemblySettings.tsx';
import { draftOfForm, newAssemblyForm } from './assemblyForm.ts';
import { TypeChoices } from './TypeChoices.tsx';

/** From a file to an assembly with its types. */
export function RegisterAssemblyDialog({ request, onClose }: DialogProps<'registerAssembly'>) {
  const { connectionId, file: dropped } = request;
  const connection = useConnection(connectionId);
  const { index } = useRegistrations(connectionId);
  const notify = useNotify();
  const register = useCall('assembly.register');
  const handle = usePluginFile(request.opened ?? null);
  const { opened, openFile } = handle;
  useEffect(() => {
    if (dropped) openFile(dropped);
  }, [dropped, openFile]);

  const file = opened?.file.kind === 'assembly' ? opened.file : null;
  const [filledFrom, setFilledFrom] = useState(opened?.fileId ?? null);
  const [form, setForm] = useState(() => newAssemblyForm(file));
  if (opened && opened.fileId !== filledFrom) {
    setFilledFrom(opened.fileId);
    const { description } = form;
    setForm({ ...newAssemblyForm(file), description });
  }
  const [solution, setSolution] = useSolutionChoice(connectionId);
  const works = useUnfinishedWorks(connectionId).filter(
    (work) => work.kind === 'register' && work.assemblyName === file?.name,
  );

  const assemblies = index?.registrations.assemblies ?? [];
  const online = connection ? isOnline(connection) : true;
  const draft = file ? draftOfForm(form, file, solution) : null;
  const problems = file && draft ? checkAssemblyRegistration(file, draft, { assemblies, online }) : [];
  const twin = file ? assemblies.find((assembly) => sameAssembly(assembly, file)) : undefined;
  const of = (field: string): string | null =>
    register.failure?.fields?.[field] ??
    problems.find((problem) => problem.field === field && problem.severity === 'error')?.sentence ??
    null;

  const save = async () => {
    if (!opened || !file || !draft || !hasNoErrors(problems)) return;
    const outcome = await register.run({ connectionId, fileId: opened.fileId, draft });
    if (outcome.kind === 'failed') return;
    const { id, types } = outcome.output;
    selectNode(connectionId, { kind: 'assembly', id });
    notify({
      tone: 'good',
      sentence: `Registered ${file.name} ${file.version} with ${types === 1 ? 'one type' : `${types} types`}.`,
    });
    onClose();
  };
  const { progress } = register;
  const reason = !opened
    ? 'Choose the file first.'
    : opened.file.kind === 'package'
      ? 'This is a package. Register it as one.'
      : works.length > 0
        ? 'Continue or take back what was begun.'
        : (problems.find(({ severity }) => severity === 'error')?.sentence ?? null);
  return (
    <FormDialog
      title="Register new assembly"
      subtitle={connection?.name}
      size="large"
      tall
      dirty={opened !== null}
      busy={
        register.running
          ? {
              label: progress?.sentence ?? 'Reading what is registered',
              ...(progress ? { share: progress.done / progress.total } : {}),
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
      <UnfinishedWorks
        works={works}
        onEnded={(work, outcome) => {
          if (outcome === 'done') selectNode(connectionId, { kind: 'assembly', id: work.assemblyId });
          onClose();
        }}
      />
      <PluginFileField kind="assembly" handle={handle} disabled={register.running} />
      {opened?.file.kind === 'package' ? (
        <NoteBox tone="warning">
          This is a plug-in package, not an assembly.{' '}
          <Button
            size="small"
            onClick={() => {
              onClose();
              openDialog({ kind: 'registerPackage', connectionId, opened });
            }}
          >
            Register it as a package
          </Button>
        </NoteBox>
      ) : null}
      <Problems problems={problems.filter(({ field }) => field === 'file')} />
      {twin && opened && twin.packageId === null && !twin.managed ? (
        <div>
          <Button
            onClick={() => {
              onClose();
              openDialog({ kind: 'updateAssembly', connectionId, assemblyId: twin.id, opened });
            }}
          >
            Update {twin.name} {twin.version} instead
          </Button>
        </div>
      ) : null}
      {file ? (
        <>
          <TypeChoices
            types={file.types}
            chosen={form.chosen}
            onChoose={(chosen) => setForm({ ...form, chosen })}
            groups={form.groups}
            onGroup={(typeName, group) => setForm({ ...form, groups: { ...form.groups, [typeName]: group } })}
            problem={of('types')}
          />
          <AssemblySettings
            connectionId={connectionId}
            form={form}
            onChange={setForm}
            solution={solution}
            onSolution={setSolution}
            online={online}
            onlineSentence={onlyOnline}
            problemOf={of}
          />
        </>
      ) : null}
    </FormDialog>
  );
}
