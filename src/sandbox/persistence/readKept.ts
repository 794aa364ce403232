import { join } from 'node:path';
import { type BrokerState, readBrokerState } from '../serviceBus/serviceBusBroker.ts';
import { parseIdentity, type SandboxIdentity } from './sandboxIdentity.ts';
import { parseState, type SandboxState } from './sandboxState.ts';
import { type ReadState, readStateFile } from './stateFile.ts';

/** Files of the data folder. Each is written whole; a broken one costs only what is in it. */
export const identityFile = 'sandbox-identity.json';
export const stateFile = 'sandbox-state.json';
export const messagesFile = 'sandbox-messages.json';

export type Kept = {
  readonly identity: SandboxIdentity | undefined;
  readonly state: SandboxState | undefined;
  readonly messages: BrokerState | undefined;
};

/** @param tell gets a sentence for each file that was set aside */
export async function readKept(
  dataFolder: string | undefined,
  tell: (sentence: string) => void,
): Promise<Kept> {
  if (dataFolder === undefined) return { identity: undefined, state: undefined, messages: undefined };
  const [identity, state, messages] = await Promise.all([
    readStateFile(join(dataFolder, identityFile), parseIdentity),
    readStateFile(join(dataFolder, stateFile), parseState),
    readStateFile(join(dataFolder, messagesFile), readBrokerState),
  ]);
  return {
    identity: valueIn(identity, tell),
    state: valueIn(state, tell),
    messages: valueIn(messages, tell),
  };
}

function valueIn<T>(read: ReadState<T>, tell: (sentence: string) => void): T | undefined {
  if (read.kind === 'setAside') tell(read.sentence);
  return read.kind === 'read' ? read.value : undefined;
}
