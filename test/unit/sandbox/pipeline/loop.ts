import { randomBytes, randomUUID } from 'node:crypto';
import { ServiceBusClient, type ServiceBusReceivedMessage } from '@azure/service-bus';
import type { OperationCall } from '../../../../src/sandbox/operations/operationPipeline.ts';
import { createOrganisation, type Organisation } from '../../../../src/sandbox/operations/organisation.ts';
import {
  createPipeline,
  type PipelineOptions,
  type PostingPipeline,
} from '../../../../src/sandbox/pipeline/createPipeline.ts';
import {
  defaultNamespace,
  type ServiceBusBroker,
  startServiceBusBroker,
} from '../../../../src/sandbox/serviceBus/serviceBusBroker.ts';
import type { Row } from '../../../../src/sandbox/store/row.ts';

/** An organisation with its pipeline, posting to a real broker that the real client reads from. */
export type Loop = {
  readonly organisation: Organisation;
  readonly pipeline: PostingPipeline;
  readonly broker: ServiceBusBroker;
  readonly key: string;
  readonly call: OperationCall;
  endpoint(values?: Row): string;
  step(endpointId: string, values?: StepValues): string;
  image(stepId: string, values: Row): string;
  create(table: string, values: Row, call?: Partial<OperationCall>): Promise<string>;
  update(table: string, id: string, values: Row, call?: Partial<OperationCall>): Promise<void>;
  remove(table: string, id: string): Promise<void>;
  /** The next message of the entity, within five seconds. */
  receive(entity: string, subscription?: string): Promise<ServiceBusReceivedMessage>;
  jobs(): Row[];
  /** Waits until a job satisfies the condition. */
  job(condition: (job: Row) => boolean): Promise<Row>;
  close(): Promise<void>;
};

export type StepValues = Row & {
  readonly message?: string;
  readonly table?: string;
};

export async function startLoop(options: Partial<Omit<PipelineOptions, 'organisation'>> = {}): Promise<Loop> {
  const broker = await startServiceBusBroker({
    namespace: defaultNamespace(() => randomBytes(32).toString('base64')),
  });
  const organisation = createOrganisation();
  const pipeline = createPipeline({ organisation, retryBaseMs: 50, postTimeoutMs: 3000, ...options });
  organisation.pipeline = pipeline;
  await pipeline.start();
  const key = broker.namespace.policies.find(({ name }) => name === 'send')?.key ?? '';
  const client = new ServiceBusClient(broker.connectionString('listen'), { retryOptions: { maxRetries: 0 } });
  const { administratorId } = organisation.details;
  const call: OperationCall = {
    userId: administratorId,
    initiatingUserId: administratorId,
    correlationId: randomUUID(),
    requestId: randomUUID(),
    depth: 1,
  };
  const messages = new Map<string, string>();
  for (const name of ['Create', 'Update', 'Delete'])
    messages.set(name, organisation.seed('sdkmessage', { name }));

  const loop: Loop = {
    organisation,
    pipeline,
    broker,
    key,
    call,
    endpoint: (values = {}) =>
      organisation.seed('serviceendpoint', {
        name: 'Orders queue',
        contract: 6,
        authtype: 2,
        messageformat: 2,
        userclaim: 1,
        namespaceformat: 2,
        namespaceaddress: `sb://127.0.0.1:${broker.port}/`,
        path: 'crm-orders',
        saskeyname: 'send',
        saskey: key,
        ...values,
      }),
    step: (endpointId, { message = 'Create', table, ...values } = {}) => {
      const messageId = messages.get(message);
      if (messageId === undefined) throw new Error(`No message ${message}.`);
      const sdkmessageid = { table: 'sdkmessage', id: messageId };
      const filter =
        table === undefined
          ? undefined
          : organisation.seed('sdkmessagefilter', { sdkmessageid, primaryobjecttypecode: table });
      return organisation.seed('sdkmessageprocessingstep', {
        name: `Post ${message} of ${table ?? 'any table'}`,
        stage: 40,
        mode: 1,
        rank: 1,
        eventhandler: { table: 'serviceendpoint', id: endpointId },
        sdkmessageid,
        ...(filter === undefined ? {} : { sdkmessagefilterid: { table: 'sdkmessagefilter', id: filter } }),
        ...values,
      });
    },
    image: (stepId, values) =>
      organisation.seed('sdkmessageprocessingstepimage', {
        name: 'Image',
        messagepropertyname: 'Target',
        sdkmessageprocessingstepid: { table: 'sdkmessageprocessingstep', id: stepId },
        ...values,
      }),
    create: async (table, values, changed = {}) => {
      const row = await organisation.transact({ ...call, ...changed }, (writer) =>
        writer.create(table, values),
      );
      return String(row[organisation.schema.byName(table)?.primaryKey ?? '']);
    },
    update: async (table, id, values, changed = {}) => {
      await organisation.transact({ ...call, ...changed }, (writer) => writer.update(table, id, values));
    },
    remove: (table, id) => organisation.transact(call, (writer) => writer.remove(table, id)),
    receive: async (entity, subscription) => {
      const settings = { receiveMode: 'receiveAndDelete', skipParsingBodyAsJson: true } as const;
      const receiver =
        subscription === undefined
          ? client.createReceiver(entity, settings)
          : client.createReceiver(entity, subscription, settings);
      try {
        const [message] = await receiver.receiveMessages(1, { maxWaitTimeInMs: 5000 });
        if (message === undefined)
          throw new Error(`No message came to ${entity}. ${JSON.stringify(loop.jobs())}`);
        return message;
      } finally {
        await receiver.close();
      }
    },
    jobs: () => [...organisation.store.rows('asyncoperation')],
    job: async (condition) => {
      const deadline = Date.now() + 5000;
      for (;;) {
        const found = loop.jobs().find(condition);
        if (found !== undefined) return found;
        if (Date.now() > deadline) throw new Error(`No such job. ${JSON.stringify(loop.jobs())}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    close: async () => {
      await pipeline.stop();
      await client.close();
      await broker.close();
    },
  };
  return loop;
}

export function textOf(message: ServiceBusReceivedMessage): string {
  const { body } = message;
  if (!Buffer.isBuffer(body)) throw new Error('The body is not bytes.');
  return body.toString('utf8');
}
