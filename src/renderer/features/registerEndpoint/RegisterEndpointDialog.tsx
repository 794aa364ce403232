import { useMemo, useState } from 'react';
import { parseConnectionString } from '../../../shared/domain/connectionString.ts';
import { designationTypes } from '../../../shared/domain/designationType.ts';
import { hasNoErrors } from '../../../shared/domain/fieldProblem.ts';
import type { ServiceEndpointId } from '../../../shared/domain/ids.ts';
import type { ServiceEndpointForm } from '../../../shared/domain/serviceEndpointForm.ts';
import { checkServiceEndpointDraft } from '../../../shared/domain/serviceEndpointRules.ts';
import { useCall } from '../../app/core/useCall.ts';
import { type DialogProps, openDialog } from '../../app/dialogs/dialogs.ts';
import { recordCheck } from '../../app/registrations/lastChecks.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { selectNode } from '../../app/registrations/view.ts';
import { useConnection } from '../../app/useConnections.ts';
import { Button, FormDialog, useNotify, WizardSteps } from '../../kit/kit.ts';
import { focusFirstProblem } from '../forms/focusFirstProblem.ts';
import { SolutionPicker } from '../solutions/SolutionPicker.tsx';
import { useSolutionChoice } from '../solutions/useSolutionChoice.ts';
import { CheckPage } from './CheckPage.tsx';
import { ConnectionPage } from './ConnectionPage.tsx';
import { EndpointFields } from './EndpointFields.tsx';
import {
  type EndpointWizard,
  freshWizard,
  isWizardDirty,
  reasonAgainstNext,
  toHandEntry,
  toSettings,
  wizardPages,
} from './endpointWizard.ts';

/** Registers a service endpoint: from a connection string, or by hand. */
export function RegisterEndpointDialog({ request, onClose }: DialogProps<'registerEndpoint'>) {
  const { connectionId } = request;
  const connection = useConnection(connectionId);
  const { index } = useRegistrations(connectionId);
  const notify = useNotify();
  const create = useCall('serviceEndpoint.create');
  const keepKey = useCall('listener.keepKey');
  const check = useCall('serviceEndpoint.checkFromHere');
  const [wizard, setWizard] = useState<EndpointWizard>(freshWizard);
  const [listenText, setListenText] = useState<string | null>(null);
  const [solution, setSolution] = useSolutionChoice(connectionId);
  const [showAll, setShowAll] = useState(false);
  const [report, setReport] = useState<Awaited<ReturnType<typeof runCheck>>>(null);

  const parsed = useMemo(() => parseConnectionString(wizard.text), [wizard.text]);
  const existingNames = useMemo(() => index?.registrations.endpoints.map(({ name }) => name) ?? [], [index]);
  const { form } = wizard;
  const { draft, secret } = form;
  const fromString = wizard.startsWithString && wizard.filledFrom !== null;
  const problems = useMemo(
    () =>
      checkServiceEndpointDraft(draft, {
        secretTyped: secret,
        secretIsSet: false,
        existingNames,
        now: new Date(),
        connectionString: fromString ? parseConnectionString(wizard.filledFrom ?? '') : undefined,
        sandbox: connection?.kind === 'sandbox',
      }),
    [draft, secret, existingNames, fromString, wizard.filledFrom, connection?.kind],
  );

  async function runCheck() {
    if (!secret) return null;
    const outcome = await check.run({ connectionId, target: { kind: 'draft', draft, secret } });
    return outcome.kind === 'done' ? outcome.output : null;
  }
  const startCheck = async () => {
    setReport(null);
    setReport(await runCheck());
  };
  const setForm = (next: ServiceEndpointForm) => {
    // What was found out was about other settings.
    check.cancel();
    setReport(null);
    create.reset();
    setWizard({ ...wizard, form: next });
  };
  const isComplete = (): boolean => {
    if (hasNoErrors(problems) && secret) return true;
    setShowAll(true);
    setWizard({ ...wizard, page: 1 });
    focusFirstProblem();
    return false;
  };
  const toCheck = () => {
    if (!isComplete()) return;
    setWizard({ ...wizard, page: 2 });
    if (!report) void startCheck();
  };

  const finish = async (id: ServiceEndpointId) => {
    selectNode(connectionId, { kind: 'serviceEndpoint', id });
    if (report) recordCheck(connectionId, id, report);
    const kept =
      listenText === null || listenText.trim() === ''
        ? null
        : await keepKey.run({ connectionId, endpointId: id, connectionString: listenText });
    const listens = designationTypes[draft.designationType].listener.kind !== 'none';
    notify({
      tone: 'good',
      sentence: `Registered “${draft.name.trim()}”.`,
      advice: 'Next: say with a step what is posted to it. A check from Dataverse posts a test message.',
      nextSteps: [
        {
          label: 'Register New Step',
          run: () =>
            openDialog({
              kind: 'registerStep',
              connectionId,
              handler: { kind: 'serviceEndpoint', id },
            }),
        },
        {
          label: 'Check from Dataverse',
          run: () => openDialog({ kind: 'checkEndpoint', connectionId, endpointId: id }),
        },
        ...(listens && kept === null && report?.lines.some(isListenWarning)
          ? [
              {
                label: 'Listen',
                run: () => openDialog({ kind: 'listenerKey', connectionId, endpointId: id }),
              },
            ]
          : []),
      ],
      seconds: 12,
    });
    if (kept?.kind === 'failed') {
      notify({
        tone: 'warning',
        sentence: `The endpoint is saved, its connection string for listening is not: ${kept.failure.sentence}`,
        advice: kept.failure.advice,
        action: {
          label: 'Give another one',
          run: () => openDialog({ kind: 'listenerKey', connectionId, endpointId: id }),
        },
        seconds: 0,
      });
    }
    setWizard(freshWizard);
    setListenText(null);
    onClose();
  };
  const save = async () => {
    if (!isComplete() || !secret) return;
    check.cancel();
    const outcome = await create.run({ connectionId, draft, secret, solution });
    if (outcome.kind === 'done') await finish(outcome.output.id);
    else if (outcome.failure.fields) {
      setWizard((before) => ({ ...before, page: 1 }));
      setShowAll(true);
      focusFirstProblem();
    }
  };

  const next = () => setWizard(toSettings(wizard, existingNames));
  const saving = create.running || keepKey.running;
  const back =
    wizard.page > 0 ? (
      <Button
        disabledFocusable={saving}
        onClick={() => setWizard({ ...wizard, page: wizard.page === 2 ? 1 : 0 })}
      >
        Back
      </Button>
    ) : wizard.startsWithString ? (
      <Button appearance="transparent" onClick={() => setWizard(toHandEntry(wizard))}>
        Enter by hand
      </Button>
    ) : null;

  return (
    <FormDialog
      title="Register new service endpoint"
      subtitle={<WizardSteps steps={wizardPages} current={wizard.page} />}
      tall
      dirty={isWizardDirty(wizard) || (listenText ?? '') !== ''}
      busy={
        saving
          ? {
              label: create.running
                ? 'Saving the service endpoint…'
                : 'Trying the connection string for listening…',
              ...(create.running ? { onCancel: create.cancel } : {}),
            }
          : null
      }
      failure={create.failure}
      primary={
        wizard.page === 0
          ? { label: 'Next', disabledReason: reasonAgainstNext(wizard, parsed) }
          : { label: 'Save' }
      }
      onSubmit={wizard.page === 0 ? next : () => void save()}
      secondary={back}
      actions={
        wizard.page === 1 ? (
          <Button disabledFocusable={saving} onClick={toCheck}>
            Check
          </Button>
        ) : null
      }
      onClose={onClose}
    >
      {wizard.page === 0 ? (
        <ConnectionPage
          wizard={wizard}
          parsed={parsed}
          onChange={setWizard}
          listenText={listenText}
          onListenTextChange={setListenText}
        />
      ) : null}
      {wizard.page === 1 ? (
        <>
          <EndpointFields
            // Another connection string is another secret, which is dots again.
            key={wizard.filledFrom}
            form={form}
            onChange={setForm}
            problems={problems}
            refused={create.failure?.fields}
            secretStored={false}
            secretFromString={fromString}
            showAll={showAll}
          />
          <SolutionPicker connectionId={connectionId} value={solution} onChange={setSolution} />
        </>
      ) : null}
      {wizard.page === 2 ? (
        <CheckPage
          draft={draft}
          report={report}
          lines={check.progress?.lines ?? []}
          running={check.running}
          failure={check.failure}
          onCheck={() => void startCheck()}
          onCancel={check.cancel}
          listenText={listenText}
          onListenTextChange={setListenText}
        />
      ) : null}
    </FormDialog>
  );
}

function isListenWarning({ id, state }: { id: string; state: string }): boolean {
  return id === 'listen' && state !== 'passed';
}
