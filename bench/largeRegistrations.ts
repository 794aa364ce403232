import type { z } from 'zod';
import { Registrations } from '../src/shared/domain/registration.ts';

/** An organisation of any size, the same every time: for the page's benchmarks. Half of the nodes are steps. */
export function largeRegistrations(nodes: number): Registrations {
  const steps = Math.floor(nodes * 0.5);
  const types = Math.floor(nodes * 0.3);
  const images = Math.floor(nodes * 0.19);
  const assemblies = Math.max(1, nodes - steps - types - images);
  const tables = ['account', 'contact', 'salesorder', 'quote', 'lead', 'incident', 'task', 'invoice'];
  const messages = ['Create', 'Update', 'Delete', 'Assign', 'Retrieve'];
  const changes = {
    createdOn: '2026-01-05T08:00:00Z',
    modifiedOn: '2026-10-05T08:00:00Z',
    modifiedBy: null,
    managed: false,
  };
  const raw: z.input<typeof Registrations> = {
    organization: {
      organizationId: guid('0', 1),
      friendlyName: 'Large organisation',
      uniqueName: 'large',
      version: '9.2.0.0',
      userId: guid('0', 2),
      userName: 'Bench',
    },
    packages: [],
    assemblies: range(assemblies).map((index) => ({
      kind: 'assembly',
      id: guid('a', index),
      name: `Contoso.Area${index}.Plugins`,
      version: '1.0.0.0',
      culture: 'neutral',
      publicKeyToken: '0123456789abcdef',
      isolationMode: 'sandbox',
      source: 'database',
      description: null,
      packageId: null,
      hidden: false,
      ...changes,
    })),
    types: range(types).map((index) => ({
      kind: 'pluginType',
      id: guid('b', index),
      assemblyId: guid('a', index % assemblies),
      typeName: `Contoso.Area${index % assemblies}.Handler${index}`,
      name: `Contoso.Area${index % assemblies}.Handler${index}`,
      friendlyName: `Handler ${index}`,
      description: null,
      workflowActivity: false,
      workflowActivityGroup: null,
      ...changes,
    })),
    endpoints: [],
    steps: range(steps).map((index) => {
      const message = messages[index % messages.length] ?? 'Create';
      const table = tables[index % tables.length] ?? 'account';
      return {
        kind: 'step',
        id: guid('c', index),
        name: `Contoso.Handler${index % types}: ${message} of ${table}`,
        description: null,
        handler: { kind: 'pluginType', id: guid('b', index % types) },
        messageId: guid('d', index % messages.length),
        message,
        messageFilterId: null,
        table,
        secondaryTable: null,
        stage: 'postOperation',
        mode: index % 3 === 0 ? 'asynchronous' : 'synchronous',
        rank: index % 10,
        deployment: 'server',
        enabled: index % 11 !== 0,
        filteringAttributes: null,
        deleteJobWhenSuccessful: false,
        runAsUserId: null,
        runAsUserName: null,
        configuration: null,
        hasSecureConfiguration: false,
        customizable: true,
        hidden: false,
        ...changes,
      };
    }),
    images: range(images).map((index) => ({
      kind: 'image',
      id: guid('e', index),
      stepId: guid('c', index % steps),
      name: `Image ${index}`,
      entityAlias: 'image',
      imageType: 'preImage',
      attributes: ['name'],
      messagePropertyName: 'Target',
      description: null,
      managed: false,
    })),
    report: { loadedAt: '2026-11-01T08:00:00Z', milliseconds: 900, requests: 7 },
  };
  return Registrations.parse(raw);
}

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

function guid(kind: string, index: number): string {
  return `${kind.repeat(8)}-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}
