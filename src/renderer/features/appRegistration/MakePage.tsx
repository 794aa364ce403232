import { graphApplicationOf, graphPermission } from '../../../shared/domain/appRegistration.ts';
import { adfsScriptOf, azScriptOf } from '../../../shared/domain/appRegistrationScript.ts';
import { portalLinksOf, portalSteps } from '../../../shared/domain/appRegistrationSteps.ts';
import type { Cloud } from '../../../shared/domain/cloud.ts';
import {
  FieldRow,
  makeStyles,
  NoteBox,
  PropertyList,
  Radio,
  RadioGroup,
  Tab,
  TabList,
  tokens,
} from '../../kit/kit.ts';
import { type AssistantForm, cloudOf, type Way, wayLabels, waysOf } from './assistantForm.ts';
import { CodeBox } from './CodeBox.tsx';
import { MethodField } from './MethodField.tsx';
import { OutsideLink, StepList } from './StepList.tsx';

const useStyles = makeStyles({
  text: { margin: 0, maxWidth: '76ch' },
  quiet: { margin: 0, maxWidth: '76ch', color: tokens.colorNeutralForeground2 },
  panel: { display: 'flex', flexDirection: 'column', gap: '14px' },
});

interface MakePageProps {
  readonly form: AssistantForm;
  readonly onChange: (form: AssistantForm) => void;
}

/** The second page: the registration is made, in one of several ways. */
export function MakePage({ form, onChange }: MakePageProps) {
  const styles = useStyles();
  const cloud = cloudOf(form);
  const ways = waysOf(cloud);
  const way = wayOf(form);
  return (
    <>
      {ways.length > 1 ? (
        <TabList
          selectedValue={way}
          onTabSelect={(_, { value }) => onChange({ ...form, way: value as Way })}
          aria-label="Ways to register"
        >
          {ways.map((one) => (
            <Tab key={one} value={one} id={`way-${one}`} aria-controls="way-panel">
              {wayLabels[one]}
            </Tab>
          ))}
        </TabList>
      ) : null}
      <div
        className={styles.panel}
        {...(ways.length > 1 ? { role: 'tabpanel', id: 'way-panel', 'aria-labelledby': `way-${way}` } : {})}
      >
        {way === 'forMe' ? <ForMe form={form} onChange={onChange} cloud={cloud} /> : null}
        {way === 'portal' ? (
          <StepList label="Steps in the portal" steps={portalSteps(form.plan, cloud)} />
        ) : null}
        {way === 'script' ? <Script form={form} onChange={onChange} cloud={cloud} /> : null}
        {way === 'graph' ? <Graph form={form} cloud={cloud} /> : null}
      </div>
    </>
  );
}

/** The way that is shown: not every cloud has all of them. */
export function wayOf(form: AssistantForm): Way {
  const ways = waysOf(cloudOf(form));
  return ways.includes(form.way) ? form.way : (ways[0] ?? 'script');
}

interface WayProps extends MakePageProps {
  readonly cloud: Cloud;
}

function ForMe({ form, onChange, cloud }: WayProps) {
  const styles = useStyles();
  const { made, plan } = form;
  if (made) {
    const links = portalLinksOf(cloud);
    return (
      <>
        <NoteBox tone="good" title={`“${made.name}” is registered.`}>
          {plan.purpose === 'people'
            ? 'The next page tests it.'
            : 'It has no secret yet, and no organisation knows it: the next page says how.'}
        </NoteBox>
        <PropertyList
          columns={1}
          properties={[
            { name: 'Client id', value: made.clientId, mono: true, copy: made.clientId },
            ...(made.tenantId === null
              ? []
              : [{ name: 'Tenant id', value: made.tenantId, mono: true, copy: made.tenantId }]),
            ...(made.madeBy === null ? [] : [{ name: 'Registered by', value: made.madeBy }]),
          ]}
        />
        {made.enterpriseApplication.kind === 'missing' ? (
          <NoteBox tone="warning">
            {made.enterpriseApplication.sentence} {made.enterpriseApplication.advice}
          </NoteBox>
        ) : null}
        {links ? (
          <p className={styles.text}>
            <OutsideLink label="Open it in the portal" address={links.application(made.clientId)} />
          </p>
        ) : null}
      </>
    );
  }
  return (
    <>
      <p className={styles.text}>
        You sign in once with an account that may register applications, and allow the permission{' '}
        {graphPermission} for it. Registrar then makes the registration “{plan.name}” with exactly what the
        other tabs show, and the enterprise application beside it.
      </p>
      <p className={styles.quiet}>
        The sign-in is used this once and not kept. Its page names “Microsoft Graph Command Line Tools”,
        Microsoft’s own application for such work. Where only administrators may allow it, they can run the
        script instead.
      </p>
      <MethodField form={form} onChange={onChange} />
    </>
  );
}

function Script({ form, onChange, cloud }: WayProps) {
  const styles = useStyles();
  const { plan, shell, signIn, address } = form;
  if (cloud.authorityKind === 'adfs') {
    return (
      <>
        <p className={styles.text}>
          Applications of AD FS are registered on its own server, by its administrator, in PowerShell.
        </p>
        <CodeBox
          label="PowerShell script for AD FS"
          text={adfsScriptOf(plan, address.trim() === '' ? null : address.trim())}
        />
      </>
    );
  }
  return (
    <>
      <p className={styles.text}>
        For the Azure CLI, on this computer or in the portal’s Cloud Shell. It signs in, makes the
        registration and prints its id.
      </p>
      <FieldRow label="Shell">
        <RadioGroup
          layout="horizontal"
          value={shell}
          onChange={(_, { value }) =>
            onChange({ ...form, shell: value === 'powerShell' ? 'powerShell' : 'bash' })
          }
        >
          <Radio value="bash" label="Bash" />
          <Radio value="powerShell" label="PowerShell" />
        </RadioGroup>
      </FieldRow>
      <CodeBox
        label="Azure CLI script"
        text={azScriptOf(plan, cloud, signIn.tenant.trim() === '' ? null : signIn.tenant.trim(), shell)}
      />
    </>
  );
}

function Graph({ form, cloud }: Pick<WayProps, 'form' | 'cloud'>) {
  const styles = useStyles();
  const graph = cloud.graph ?? 'https://graph.microsoft.com';
  return (
    <>
      <p className={styles.text}>
        For Graph Explorer or a program of your own, with the permission {graphPermission}. The answer, 201,
        holds the client id as appId.
      </p>
      <CodeBox label="Request" text={`POST ${graph}/v1.0/applications`} />
      <CodeBox label="Body of the request" text={JSON.stringify(graphApplicationOf(form.plan), null, 2)} />
    </>
  );
}
