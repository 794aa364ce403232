import { FailureError } from '../../../shared/contract/failure.ts';
import type { CoreBridge } from '../../bridge/connectBridge.ts';
import { askedCalls } from './askedCalls.ts';
import { askProduction } from './productionQuestion.ts';

/**
 * The way to the core with a question before each change of a production organisation, in the one place that all
 * screens go through.
 *
 * @param productionName name of a connection that is marked as production, null of any other
 */
export function guardedBridge(
  bridge: CoreBridge,
  productionName: (connectionId: string) => string | null,
): CoreBridge {
  const call: CoreBridge['call'] = async (name, input, options) => {
    const asked = askedCalls[name];
    const organization = asked && 'connectionId' in input ? productionName(String(input.connectionId)) : null;
    if (asked && organization !== null) {
      const title = `${asked.what} in ${organization}?`;
      const yes = await askProduction({ title, organization, confirmLabel: asked.verb }, options?.signal);
      if (!yes) throw new FailureError({ code: 'cancelled', sentence: 'Nothing was sent.' });
    }
    return bridge.call(name, input, options);
  };
  return { ...bridge, call };
}
