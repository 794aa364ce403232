import type { HandlerInput } from '../../shared/contract/contract.ts';
import { type Failure, FailureError, isFailure } from '../../shared/contract/failure.ts';
import {
  graphApplicationOf,
  graphPermission,
  graphToolsClientId,
  type MadeRegistration,
} from '../../shared/domain/appRegistration.ts';
import {
  linesOfToken,
  type RegistrationTestLine,
  registrationTestOf,
} from '../../shared/domain/appRegistrationTest.ts';
import { resolveCloud } from '../../shared/domain/cloud.ts';
import { readToken } from '../../shared/domain/tokenContents.ts';
import type { Dataverse } from '../dataverse/dataverse.ts';
import type { TokenSource } from '../dataverse/ports.ts';
import type { GraphApplications } from '../identity/graphApplications.ts';
import type { Identity } from '../identity/identity.ts';
import type { PassingRequest, PassingSignIn } from '../identity/passingSignIn.ts';
import type { Clock, Log, Sandbox } from '../ports.ts';
import { completeCloud } from './completeCloud.ts';
import type { HandlerContext, Handlers } from './handlers.ts';
import { learnOrganization, readAddress } from './organizationSignIn.ts';

export interface AppRegistrationPorts {
  readonly passing: PassingSignIn;
  readonly identity: Pick<Identity, 'learn'>;
  readonly openGraph: (graph: string, token: string) => GraphApplications;
  /** An organisation that is asked in passing: nothing is kept of it. */
  readonly openPassing: (webApi: string, tokens: TokenSource) => Pick<Dataverse, 'organizations'>;
  readonly sandbox: Pick<Sandbox, 'addresses'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A registration that was just made is unknown to parts of the authority for a while. */
const knownWithin = 180_000;
const pauseBetween = 5000;

/** Makes app registrations in the user's name, and tests them. */
export function createAppRegistration(
  ports: AppRegistrationPorts,
): Pick<Handlers, 'appRegistration.create' | 'appRegistration.test'> {
  const { passing, clock } = ports;

  async function create(
    { plan, method, tenant, ...input }: HandlerInput<'appRegistration.create'>,
    { signal, progress }: HandlerContext<'appRegistration.create'>,
  ): Promise<{ made: MadeRegistration }> {
    const cloud = await completeCloud(input.cloud, ports.sandbox);
    const { graph } = resolveCloud(cloud);
    if (graph === null) throw noGraph();
    const signedIn = await passing
      .signIn(requestOf({ method, cloud, tenant, clientId: graphToolsClientId, resource: graph }), {
        signal,
        progress,
        permission: graphPermission,
      })
      .catch((error: unknown) => {
        throw saidOfConsent(error);
      });
    const applications = ports.openGraph(graph, signedIn.token);
    // From here on it is not cancelled: a request that has left may be carried out all the same.
    progress({ kind: 'stage', stage: 'application' });
    const { clientId, objectId } = await applications.create(graphApplicationOf(plan));
    ports.log.info('An app registration was made.', { clientId, tenant: signedIn.tenantId });
    progress({ kind: 'stage', stage: 'enterpriseApplication' });
    const enterpriseApplication = await applications.createServicePrincipal(clientId).then(
      () => ({ kind: 'made' as const }),
      (error: unknown) => missingBecause(error),
    );
    return {
      made: {
        name: plan.name,
        clientId,
        objectId,
        tenantId: signedIn.tenantId,
        madeBy: signedIn.userName,
        enterpriseApplication,
      },
    };
  }

  async function test(
    { clientId, address, method, ...input }: HandlerInput<'appRegistration.test'>,
    { signal, progress }: HandlerContext<'appRegistration.test'>,
  ) {
    const cloud = await completeCloud(input.cloud, ports.sandbox);
    const webApi = readAddress(address);
    const { resource, tenant: learned } = await learnOrganization(ports.identity, webApi, signal);
    const tenant = input.tenant ?? learned;
    const request = requestOf({ method, cloud, tenant, clientId, resource });
    const lines: RegistrationTestLine[] = [];
    const done = () => registrationTestOf(lines);

    if (resolveCloud(cloud).authorityKind === 'entra') {
      const refusal = await refusalWhenPatient(
        request,
        () => progress({ kind: 'stage', stage: 'waiting' }),
        signal,
      );
      lines.push(...linesOfRefusal(refusal, clientId));
      if (lines.some(({ state }) => state === 'failed')) return done();
    }
    let token: string;
    try {
      ({ token } = await passing.signIn(request, { signal, progress }));
    } catch (error) {
      if (signal.aborted || !isFailure(error)) throw error;
      lines.push(failedLine('signIn', error.failure));
      return done();
    }
    const reading = readToken(token);
    if (reading.kind === 'unreadable') {
      lines.push({ id: 'signIn', state: 'warning', sentence: reading.sentence, advice: reading.advice });
    } else {
      const tenantId = tenant !== null && isId(tenant) ? tenant : null;
      lines.push(...linesOfToken(reading.contents, { clientId, resource, tenantId }, new Date(clock.now())));
    }
    progress({ kind: 'stage', stage: 'organization' });
    lines.push(await askOrganization(webApi, token, signal));
    return done();
  }

  /** Asks again while the application is unknown, for as long as a new one may be. */
  async function refusalWhenPatient(
    request: PassingRequest,
    onWait: () => void,
    signal: AbortSignal,
  ): Promise<Failure | null> {
    const until = clock.now() + knownWithin;
    for (;;) {
      const refusal = await passing.refusalOfApplication(request, signal);
      if (refusal?.serverCode !== unknownCode || clock.now() >= until) return refusal;
      onWait();
      await clock.wait(pauseBetween, signal);
    }
  }

  async function askOrganization(
    webApi: string,
    token: string,
    signal: AbortSignal,
  ): Promise<RegistrationTestLine> {
    const tokens: TokenSource = { token: async () => token, refused: async () => false };
    try {
      const { userName, friendlyName } = await ports
        .openPassing(webApi, tokens)
        .organizations.describe(undefined, { signal });
      return {
        id: 'organization',
        state: 'passed',
        sentence: `${friendlyName} answered, and knows you as ${userName}.`,
      };
    } catch (error) {
      if (signal.aborted || !isFailure(error)) throw error;
      return failedLine('organization', error.failure);
    }
  }

  return { 'appRegistration.create': create, 'appRegistration.test': test };
}

const unknownCode = 'AADSTS700016';

function requestOf({
  method,
  ...common
}: Pick<PassingRequest, 'method' | 'cloud' | 'tenant' | 'clientId' | 'resource'>): PassingRequest {
  return method === 'browser'
    ? { method, ...common, redirect: null, userName: null, askConsent: false }
    : { method, ...common };
}

/** What the authority says of the application before anybody has signed in. */
function linesOfRefusal(refusal: Failure | null, clientId: string): RegistrationTestLine[] {
  const known: RegistrationTestLine = {
    id: 'known',
    state: 'passed',
    sentence: `The sign-in authority knows the application ${clientId}.`,
  };
  if (refusal === null) return [known];
  if (refusal.serverCode !== 'AADSTS7000218') return [failedLine('known', refusal)];
  return [
    known,
    {
      id: 'publicClient',
      state: 'warning',
      sentence:
        'It does not allow public client flows: the browser can be used, device code and password cannot.',
      advice: 'In the portal, on the page “Authentication”, set “Allow public client flows” to Yes and save.',
    },
  ];
}

function failedLine(id: RegistrationTestLine['id'], failure: Failure): RegistrationTestLine {
  const details = [failure.serverCode, failure.serverMessage].filter(Boolean).join(': ');
  return {
    id,
    state: 'failed',
    sentence: failure.sentence,
    ...(failure.advice === undefined ? {} : { advice: failure.advice }),
    ...(details === '' ? {} : { details }),
  };
}

/** A consent that was refused is worth a sentence, where the user's own cancel is not. */
function saidOfConsent(error: unknown): unknown {
  if (!isFailure(error)) return error;
  const { failure } = error;
  if (failure.code !== 'cancelled' || failure.serverCode === undefined) return error;
  return new FailureError(
    {
      ...failure,
      code: 'signIn',
      sentence: `The permission ${graphPermission} was declined, or the sign-in page was left. Nothing was made.`,
      advice:
        'Accept it if you meant to: it is used this once, and the sign-in is not kept. Where an administrator has to approve, send him the script, or make the registration by hand.',
    },
    { cause: error },
  );
}

function missingBecause(error: unknown): MadeRegistration['enterpriseApplication'] {
  if (!isFailure(error)) throw error;
  return {
    kind: 'missing',
    sentence: `The registration is made; the enterprise application beside it is not: ${error.failure.sentence.replace(' Nothing was made.', '')}`,
    advice: 'It comes by itself with the first consent. Nothing has to be undone.',
  };
}

function noGraph(): FailureError {
  return new FailureError({
    code: 'unsupported',
    sentence: 'For this cloud no Microsoft Graph is known, so the registration cannot be made from here.',
    advice: 'Make it by hand, or with the script.',
  });
}

function isId(tenant: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(tenant);
}
