import { randomBytes } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { defaultNamespace, startServiceBusBroker } from '../src/sandbox/serviceBus/serviceBusBroker.ts';

/** The sandbox's broker on a thread of its own, filled: so that it takes no time from the receivers that are measured. */
const { messages, body } = workerData as { messages: number; body: string };
const broker = await startServiceBusBroker({
  namespace: defaultNamespace(() => randomBytes(32).toString('base64')),
  maxBytes: 1024 ** 3,
});
for (let index = 0; index < messages; index += 1) {
  broker.send('crm-orders', { body, contentType: 'application/json', messageId: `message-${index}` });
}
parentPort?.postMessage(broker.connectionString('listen'));
parentPort?.once('message', () => void broker.close());
