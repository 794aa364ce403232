import { join } from 'node:path';
import type { ServiceBusBroker } from '../serviceBus/serviceBusBroker.ts';
import { createDebouncedSaver, type DebouncedSaver } from './debouncedSaver.ts';
import { messagesFile, stateFile } from './readKept.ts';
import type { SandboxState } from './sandboxState.ts';
import { writeStateFile } from './stateFile.ts';

export type StateKeeper = {
  /** Rows or jobs changed. */
  touch(): void;
  flush(): Promise<void>;
  close(): Promise<void>;
};

const saveDelayMs = 400;
const lookMs = 1000;
/** With more messages than this, writing them all while running would be felt; they are written at the end. */
const mostMessagesWhileRunning = 2000;

/**
 * Keeps the organisation and the broker's messages on disk. The broker does not tell of changes: its counts are
 * looked at each second.
 */
export function createStateKeeper(
  dataFolder: string,
  state: () => SandboxState,
  broker: () => ServiceBusBroker,
  tell: (sentence: string) => void,
): StateKeeper {
  const rows = createDebouncedSaver(
    saveDelayMs,
    () => writeStateFile(join(dataFolder, stateFile), JSON.stringify(state())),
    tell,
  );
  const messages: DebouncedSaver = createDebouncedSaver(
    saveDelayMs,
    () => writeStateFile(join(dataFolder, messagesFile), JSON.stringify(broker().snapshot())),
    tell,
  );
  let seen = '';
  const look = setInterval(() => {
    const { signature, total } = countsOf(broker());
    if (signature === seen || total > mostMessagesWhileRunning) return;
    seen = signature;
    messages.touch();
  }, lookMs);
  look.unref();

  async function flush(): Promise<void> {
    rows.touch();
    messages.touch();
    await Promise.all([rows.flush(), messages.flush()]);
  }

  return {
    touch: () => rows.touch(),
    flush,
    close: async () => {
      clearInterval(look);
      await flush();
    },
  };
}

function countsOf(broker: ServiceBusBroker): { readonly signature: string; readonly total: number } {
  const paths = [
    ...broker.namespace.queues.map(({ path }) => path),
    ...broker.namespace.topics.flatMap(({ path, subscriptions }) =>
      subscriptions.map(({ name }) => `${path}/Subscriptions/${name}`),
    ),
  ];
  const counts = paths.map((path) => broker.counts(path));
  return {
    signature: counts.map(({ active, deadLetters }) => `${active}/${deadLetters}`).join(' '),
    total: counts.reduce((sum, { active, deadLetters }) => sum + active + deadLetters, 0),
  };
}
