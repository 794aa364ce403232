import { z } from 'zod';
import type { RequestScope } from './ports.ts';
import { text } from './rowColumns.ts';
import type { SecureConfigurationId } from './stepRows.ts';
import { secureSet } from './stepWrites.ts';
import type { WebApi } from './webApi.ts';

/** Table sdkmessageprocessingstepsecureconfig. Steps write it with themselves. */
export interface SecureConfigurations {
  /** Rejects with `forbidden` where the user may not read it, with `notFound` where the row is gone. */
  read(id: SecureConfigurationId, scope?: RequestScope): Promise<string>;
}

export function createSecureConfigurations(api: WebApi): SecureConfigurations {
  return {
    async read(id, scope) {
      const row = await api.read(
        { operation: 'step.readSecureConfiguration', path: `${secureSet}(${id})?$select=secureconfig` },
        z.object({ secureconfig: text }),
        scope,
      );
      return row.secureconfig ?? '';
    },
  };
}
