import { describe, expect, it } from 'vitest';
import type { CommandId } from '../../../../src/renderer/app/commands/commandRegistry.ts';
import { commandState } from '../../../../src/renderer/app/commands/commandState.ts';
import { indexRegistrations } from '../../../../src/renderer/app/registrations/registrationIndex.ts';
import { stepsAmong } from '../../../../src/renderer/app/registrations/stepsAmong.ts';
import type { Connection } from '../../../../src/shared/contract/calls/connections.ts';
import { ConnectionId } from '../../../../src/shared/domain/ids.ts';
import type { RegistrationNode } from '../../../../src/shared/domain/registration.ts';
import { RegistrationsBuilder } from '../support/registrationsBuilder.ts';

const connection: Connection = {
  id: ConnectionId.parse('c'),
  kind: 'token',
  name: 'Contoso Dev',
  webApi: 'https://contoso.example/api/data/v9.2/',
  color: 'green',
  production: false,
  readOnly: false,
  signedIn: true,
};

const builder = new RegistrationsBuilder();
const assembly = builder.assembly('Contoso.Sales');
const type = builder.type(assembly, 'Contoso.Sales.Pricing');
const activity = builder.type(assembly, 'Contoso.Sales.Activity', { workflowActivity: true });
const pluginStep = builder.step(type, 'Create', 'account');
const endpoint = builder.endpoint('Orders');
const acsEndpoint = builder.endpoint('Old', { authorizationType: 'acs' });
const strangeEndpoint = builder.endpoint('Strange', { authorizationType: 'managedIdentity' });
const managedEndpoint = builder.endpoint('Theirs', { managed: true });
const webhook = builder.endpoint('Hook', { designationType: 'webhook', authorizationType: 'httpHeader' });
const eventGrid = builder.endpoint('Grid', { designationType: 'eventGrid' });
const step = builder.step(endpoint, 'Create', 'account');
const image = builder.image(pluginStep, 'PreImage');
const anyTable = builder.step(endpoint, 'Create', null);
const assign = builder.step(endpoint, 'Assign', 'account');
const disabled = builder.step(endpoint, 'Delete', 'account', { enabled: false });
const locked = builder.step(endpoint, 'Update', 'account', { managed: true, customizable: false });
const index = indexRegistrations(builder.registrations);

function selecting(...nodes: readonly RegistrationNode[]) {
  return { connection, index, node: nodes[0] ?? null, nodes };
}

function reason(id: CommandId, node: RegistrationNode | null): string | null {
  return commandState(id, node ? selecting(node) : selecting()).disabledReason;
}

describe('commandState', () => {
  it('lets nothing but opening happen without an organisation', () => {
    const nowhere = { connection: null, index: null, node: null, nodes: [] };
    expect(commandState('refresh', nowhere).disabledReason).toMatch(/Open/);
  });

  it('waits for the first load, except for the refresh', () => {
    const context = { connection, index: null, node: null, nodes: [] };
    expect(commandState('registerEndpoint', context).disabledReason).toMatch(/not loaded/);
    expect(commandState('refresh', context).disabledReason).toBeNull();
  });

  it('changes nothing through a read-only connection, and says how to', () => {
    const readOnly = { ...selecting(step), connection: { ...connection, readOnly: true } };
    for (const id of [
      'registerEndpoint',
      'registerWebhook',
      'registerStep',
      'edit',
      'setState',
      'testRun',
      'unregister',
    ] as const) {
      expect(commandState(id, readOnly).disabledReason).toMatch(/read-only.*switch/);
    }
    expect(commandState('refresh', readOnly).disabledReason).toBeNull();
    const looking = { ...selecting(endpoint), connection: readOnly.connection };
    expect(commandState('check', looking).disabledReason).toBeNull();
  });

  it('always registers an endpoint or a webhook', () => {
    expect(reason('registerWebhook', type)).toBeNull();
    expect(reason('registerEndpoint', null)).toBeNull();
    expect(reason('registerEndpoint', type)).toBeNull();
  });

  it('registers a step on whatever can run one, or leaves the choice to the form', () => {
    for (const node of [endpoint, step, type, pluginStep, image, webhook, assembly, null]) {
      expect(reason('registerStep', node)).toBeNull();
    }
    expect(reason('registerStep', activity)).toMatch(/workflow activity/);
    expect(reason('registerStep', eventGrid)).toMatch(/Event Grid/);
  });

  it('registers images of steps whose message and table allow one', () => {
    expect(reason('registerImage', pluginStep)).toBeNull();
    expect(reason('registerImage', image)).toBeNull();
    expect(reason('registerImage', anyTable)).toMatch(/any table/);
    expect(reason('registerImage', locked)).toMatch(/managed solution/);
    expect(reason('registerImage', type)).toMatch(/Select the step/);
  });

  it('changes all the steps that are selected or belong to what is', () => {
    expect(reason('changeSteps', endpoint)).toBeNull();
    expect(reason('changeSteps', assembly)).toBeNull();
    expect(reason('changeSteps', image)).toMatch(/Select the steps/);
    expect(commandState('setState', selecting(step, pluginStep))).toEqual({
      label: 'Disable',
      disabledReason: null,
    });
    expect(commandState('setState', selecting(disabled, disabled)).label).toBe('Enable');
    expect(
      stepsAmong([endpoint, step, assembly], index)
        .map(({ id }) => id)
        .sort(),
    ).toEqual([step, anyTable, assign, disabled, locked, pluginStep].map(({ id }) => id).sort());
  });

  it('edits endpoints that the form knows, webhooks, steps and images', () => {
    expect(reason('edit', webhook)).toBeNull();
    expect(reason('edit', type)).toMatch(/its code/);
    expect(reason('edit', assembly)).toMatch(/from a file/);
    expect(reason('edit', endpoint)).toBeNull();
    expect(reason('edit', step)).toBeNull();
    expect(reason('edit', acsEndpoint)).toMatch(/ACS.*SAS/);
    expect(reason('edit', strangeEndpoint)).toMatch(/form does not know/);
    expect(reason('edit', pluginStep)).toBeNull();
    expect(reason('edit', image)).toBeNull();
    expect(reason('edit', locked)).toMatch(/managed solution/);
  });

  it('enables and disables steps, and says which of the two', () => {
    expect(commandState('setState', selecting(step))).toEqual({
      label: 'Disable',
      disabledReason: null,
    });
    expect(commandState('setState', selecting(disabled)).label).toBe('Enable');
    expect(reason('setState', pluginStep)).toBeNull();
    expect(reason('setState', endpoint)).toMatch(/only steps/);
    expect(reason('setState', locked)).toMatch(/managed solution/);
  });

  it('runs tests where a row can trigger a message', () => {
    expect(reason('testRun', step)).toBeNull();
    expect(reason('testRun', assign)).toMatch(/Assign/);
    expect(reason('testRun', anyTable)).toMatch(/any table/);
    expect(reason('testRun', pluginStep)).toMatch(/plug-in/);
    expect(reason('testRun', endpoint)).toMatch(/Select a step/);
  });

  it('checks endpoints', () => {
    expect(reason('check', endpoint)).toBeNull();
    expect(reason('check', managedEndpoint)).toBeNull();
    expect(reason('check', webhook)).toBeNull();
    expect(reason('check', step)).toMatch(/Select a service endpoint/);
  });

  it('works on one alone where a command is for one', () => {
    const two = selecting(step, endpoint);
    expect(commandState('edit', two).disabledReason).toMatch(/one at a time/);
    expect(commandState('unregister', two).disabledReason).toBeNull();
    expect(commandState('unregister', selecting(step, managedEndpoint)).disabledReason).toMatch(
      /uninstalled/,
    );
  });

  it('unregisters what is not managed', () => {
    expect(reason('unregister', endpoint)).toBeNull();
    expect(reason('unregister', step)).toBeNull();
    expect(reason('unregister', image)).toBeNull();
    expect(reason('unregister', assembly)).toBeNull();
    expect(reason('unregister', type)).toBeNull();
    expect(reason('unregister', managedEndpoint)).toMatch(/uninstalled/);
    expect(reason('unregister', null)).toMatch(/Select/);
    expect(commandState('unregister', selecting(step, managedEndpoint)).disabledReason).toMatch(
      /Some of them/,
    );
  });

  it('puts whatever is selected into a solution, and restores without a selection', () => {
    expect(commandState('addToSolution', selecting(step, managedEndpoint)).disabledReason).toBeNull();
    expect(reason('addToSolution', null)).toMatch(/Select/);
    expect(reason('restore', null)).toBeNull();
  });
});
