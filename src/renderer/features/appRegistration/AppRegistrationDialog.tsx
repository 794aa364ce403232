import { useState } from 'react';
import type { RegistrationProgress } from '../../../shared/contract/calls/appRegistrations.ts';
import type { RegistrationTest } from '../../../shared/domain/appRegistrationTest.ts';
import { useCall } from '../../app/core/useCall.ts';
import { type DialogProps, openDialog } from '../../app/dialogs/dialogs.ts';
import { WithoutSignInHelp } from '../../app/SignInHelp.tsx';
import { Button, FormDialog, WizardSteps } from '../../kit/kit.ts';
import { focusFirstProblem } from '../forms/focusFirstProblem.ts';
import { SignInWaiting } from '../signIn/SignInWaiting.tsx';
import { ApplicationUserPage } from './ApplicationUserPage.tsx';
import {
  type AssistantForm,
  assistantPages,
  createInputOf,
  freshAssistant,
  isAssistantDirty,
  planProblems,
  testInputOf,
  testProblems,
  withMade,
} from './assistantForm.ts';
import { MakePage, wayOf } from './MakePage.tsx';
import { PlanPage } from './PlanPage.tsx';
import { TestPage } from './TestPage.tsx';

/** Leads to an app registration of one's own: why, how, and whether it works. */
export function AppRegistrationDialog({ request, onClose }: DialogProps<'appRegistration'>) {
  const [form, setForm] = useState<AssistantForm>(() => freshAssistant(request.start));
  const [report, setReport] = useState<RegistrationTest | null>(null);
  const [showProblems, setShowProblems] = useState(false);
  const create = useCall('appRegistration.create');
  const test = useCall('appRegistration.test');
  const { onUse, connectionId } = request;
  const clientId = form.signIn.clientId.trim();
  const { page, plan } = form;
  const forMe = page === 1 && form.made === null && wayOf(form) === 'forMe';
  const problems = page === 0 ? planProblems(form) : page === 2 ? testProblems(form) : {};
  const refused = test.failure?.fields ?? {};

  const change = (next: AssistantForm) => {
    // What was said was about what stood there before.
    create.reset();
    test.reset();
    setReport(null);
    setForm(next);
  };
  const toPage = (next: AssistantForm['page']) => {
    create.reset();
    setShowProblems(false);
    setForm((before) => ({ ...before, page: next }));
  };
  const isComplete = (): boolean => {
    if (Object.keys(problems).length === 0) return true;
    setShowProblems(true);
    focusFirstProblem();
    return false;
  };
  const passed = report !== null && report.outcome !== 'failed';

  const runTest = async () => {
    if (!isComplete()) return;
    setReport(null);
    const outcome = await test.run(testInputOf(form));
    if (outcome.kind === 'done') setReport(outcome.output);
  };
  const submit = async () => {
    if (page === 0) {
      if (isComplete()) toPage(1);
    } else if (forMe) {
      const outcome = await create.run(createInputOf(form));
      if (outcome.kind === 'done') setForm((before) => withMade(before, outcome.output.made));
    } else if (page === 1) {
      toPage(2);
    } else if (plan.purpose === 'program') {
      onClose();
    } else if (passed) {
      onUse?.({ clientId, tenant: form.signIn.tenant.trim() });
      onClose();
    } else await runTest();
  };

  const call = create.running ? create : test.running ? test : null;
  const progress = call?.progress ?? null;
  const waiting = progress && progress.kind !== 'stage' ? progress : null;
  // Once the request has left it may be carried out, so that it cannot be called back.
  const final = create.running && progress?.kind === 'stage';
  const busy = call
    ? { label: busyLabel(progress), ...(final ? {} : { onCancel: () => call.cancel() }) }
    : null;

  return (
    <WithoutSignInHelp>
      <FormDialog
        title="App registration"
        subtitle={<WizardSteps steps={assistantPages[plan.purpose]} current={page} />}
        size="large"
        tall
        dirty={isAssistantDirty(form) && !passed}
        busy={busy}
        failure={page === 1 ? create.failure : test.failure}
        primary={{ label: primaryLabel(form, forMe, passed, onUse !== undefined) }}
        onSubmit={() => void submit()}
        secondary={
          page === 0 ? null : (
            <Button disabledFocusable={busy !== null} onClick={() => toPage(page === 2 ? 1 : 0)}>
              Back
            </Button>
          )
        }
        actions={
          passed ? (
            <Button disabledFocusable={busy !== null} onClick={() => void runTest()}>
              Test again
            </Button>
          ) : forMe ? (
            <Button disabledFocusable={busy !== null} onClick={() => toPage(2)}>
              I have one already
            </Button>
          ) : page === 2 && plan.purpose === 'program' && connectionId ? (
            <Button
              onClick={() => openDialog({ kind: 'checkRights', connectionId, applicationId: clientId })}
            >
              Check rights
            </Button>
          ) : null
        }
        onClose={onClose}
      >
        {waiting ? (
          <SignInWaiting progress={waiting} />
        ) : page === 0 ? (
          <PlanPage form={form} onChange={change} problems={showProblems ? problems : {}} />
        ) : page === 1 ? (
          <MakePage form={form} onChange={change} />
        ) : plan.purpose === 'program' ? (
          <ApplicationUserPage form={form} onChange={change} />
        ) : (
          <TestPage
            form={form}
            onChange={change}
            problems={{ ...(showProblems ? problems : {}), ...refused }}
            report={report}
          />
        )}
      </FormDialog>
    </WithoutSignInHelp>
  );
}

function primaryLabel(
  { page, plan }: AssistantForm,
  forMe: boolean,
  passed: boolean,
  usable: boolean,
): string {
  if (forMe) return 'Sign in and register';
  if (page < 2) return 'Next';
  if (plan.purpose === 'program') return 'Done';
  if (!passed) return 'Test';
  return usable ? 'Use this registration' : 'Done';
}

function busyLabel(progress: RegistrationProgress | null): string {
  if (progress === null) return 'Asking where to sign in…';
  switch (progress.kind) {
    case 'browser':
      return 'Waiting for your browser…';
    case 'deviceCode':
      return 'Waiting for the code to be typed…';
    case 'stage':
      return stageLabels[progress.stage];
  }
}

const stageLabels = {
  application: 'Making the registration…',
  enterpriseApplication: 'Making the enterprise application…',
  waiting: 'The authority does not know the registration yet. A new one takes a minute or two; asking again…',
  organization: 'Asking the organisation who you are…',
} as const;
