import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { FailureError } from '../../shared/contract/failure.ts';
import { PluginTypeId } from '../../shared/domain/ids.ts';
import type { NodeReference } from '../../shared/domain/registration.ts';
import { filterText, textLiteral } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import type { SavedRow, SavedStep } from './savedRows.ts';
import { tablesOfNodes } from './tablesOfNodes.ts';
import type { WebApi } from './webApi.ts';

interface RestoreWishes {
  /** The row that stands for the saved parent: a type that a package brought has another id. */
  readonly parent: NodeReference | null;
  /** Typed by the user for what the file cannot have. */
  readonly secret: string | undefined;
  readonly enabled: boolean;
  /** Ids of messages, filters and users are those of the organisation that the file is from. */
  readonly sameOrganization: boolean;
  /** The step went only a moment ago: its secure configuration, a row of its own, is still there. */
  readonly secureConfigurationStayed?: boolean;
}

/** Writes rows of a saved file back under their own ids. */
export interface RestoredRows {
  create(row: SavedRow, wishes: RestoreWishes, scope?: RequestScope): Promise<void>;
  /** Types with this CLR name, of whatever assembly. */
  typesNamed(typeName: string, scope?: RequestScope): Promise<PluginTypeId[]>;
}

const parentColumns: Readonly<Partial<Record<NodeReference['kind'], string>>> = {
  pluginType: 'pluginassemblyid',
  image: 'sdkmessageprocessingstepid',
};
const secretColumns = {
  sasKey: 'saskey',
  sasToken: 'sastoken',
  webhookKey: 'authvalue',
  webhookSettings: 'authvalue',
} as const;
const secureConfigurations = 'sdkmessageprocessingstepsecureconfigs';
const Found = z.record(z.string(), z.unknown());

export function createRestoredRows(api: WebApi): RestoredRows {
  async function findId(
    query: { readonly set: string; readonly key: string; readonly filter: string },
    missing: string,
    scope?: RequestScope,
  ): Promise<string> {
    const [row] = await api.readRows(
      {
        operation: 'restore.find',
        path: `${query.set}?$select=${query.key}&$filter=${query.filter}&$top=1`,
      },
      Found,
      scope,
    );
    const id = row?.[query.key];
    if (typeof id === 'string') return id;
    throw new FailureError({ code: 'notFound', sentence: missing, operation: 'restore.find' });
  }

  /** Messages, filters and users have other ids in another organisation: found by what they are called. */
  async function referencesElsewhere(step: SavedStep, scope?: RequestScope): Promise<SavedStep> {
    if (step.message === null) {
      throw new FailureError({
        code: 'invalid',
        sentence:
          'The file does not say the step’s message by name, so it cannot be found in this organisation.',
      });
    }
    const messageId = await findId(
      { set: 'sdkmessages', key: 'sdkmessageid', filter: filterText(`name eq ${textLiteral(step.message)}`) },
      `This organisation has no message ${step.message}.`,
      scope,
    );
    if (step.runAsUserId !== null) {
      await findId(
        {
          set: 'systemusers',
          key: 'systemuserid',
          filter: filterText(`systemuserid eq ${step.runAsUserId}`),
        },
        'The user in whose context the step runs is not in this organisation.',
        scope,
      );
    }
    if (step.filterId === null) return { ...step, messageId };
    const tables = [
      `primaryobjecttypecode eq ${textLiteral(step.table ?? 'none')}`,
      ...(step.secondaryTable && step.secondaryTable !== 'none'
        ? [`secondaryobjecttypecode eq ${textLiteral(step.secondaryTable)}`]
        : []),
    ];
    const filterId = await findId(
      {
        set: 'sdkmessagefilters',
        key: 'sdkmessagefilterid',
        filter: filterText([`_sdkmessageid_value eq ${messageId}`, ...tables].join(' and ')),
      },
      `This organisation has no message ${step.message} of the table ${step.table ?? 'none'}.`,
      scope,
    );
    return { ...step, messageId, filterId };
  }

  async function stepColumns(
    step: SavedStep,
    { parent, sameOrganization }: RestoreWishes,
    scope?: RequestScope,
  ): Promise<Record<string, string>> {
    const { messageId, filterId, runAsUserId } = sameOrganization
      ? step
      : await referencesElsewhere(step, scope);
    const handler = parent?.kind === 'serviceEndpoint' ? 'serviceendpoint' : 'plugintype';
    return {
      'sdkmessageid@odata.bind': `/sdkmessages(${messageId})`,
      ...(filterId ? { 'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${filterId})` } : {}),
      ...(runAsUserId ? { 'impersonatinguserid@odata.bind': `/systemusers(${runAsUserId})` } : {}),
      ...(parent ? { [`eventhandler_${handler}@odata.bind`]: `/${handler}s(${parent.id})` } : {}),
    };
  }

  async function createStep(row: SavedRow, step: SavedStep, wishes: RestoreWishes, scope?: RequestScope) {
    const { set, key } = tablesOfNodes.step;
    const body: Record<string, unknown> = {
      [key]: row.node.id,
      ...row.columns,
      ...(await stepColumns(step, wishes, scope)),
    };
    if (wishes.secureConfigurationStayed && step.secureConfigurationId !== null) {
      body['sdkmessageprocessingstepsecureconfigid@odata.bind'] =
        `/${secureConfigurations}(${step.secureConfigurationId})`;
    }
    let secureId: string | undefined;
    if (row.missingSecret === 'secureConfiguration' && wishes.secret !== undefined) {
      secureId = randomUUID();
      await api.create(
        {
          operation: 'secureConfiguration.create',
          set: secureConfigurations,
          body: { sdkmessageprocessingstepsecureconfigid: secureId, secureconfig: wishes.secret },
        },
        scope,
      );
      body['sdkmessageprocessingstepsecureconfigid@odata.bind'] = `/${secureConfigurations}(${secureId})`;
    }
    try {
      await api.create({ operation: 'restore.step', set, body }, scope);
    } catch (error) {
      if (secureId !== undefined) await forgetSecureConfiguration(secureId);
      throw error;
    }
    if (wishes.enabled) return;
    await api.update(
      {
        operation: 'restore.disableStep',
        path: `${set}(${row.node.id})`,
        body: { statecode: 1, statuscode: 2 },
        etag: '*',
        repeatable: true,
      },
      scope,
    );
  }

  /** It would belong to nobody. That it stays where even this fails is no reason to hide the first failure. */
  async function forgetSecureConfiguration(id: string): Promise<void> {
    await api
      .delete({ operation: 'secureConfiguration.delete', path: `${secureConfigurations}(${id})` })
      .catch(() => undefined);
  }

  return {
    async create(row, wishes, scope) {
      if (row.step) return createStep(row, row.step, wishes, scope);
      const { set, key } = tablesOfNodes[row.node.kind];
      const parentColumn = parentColumns[row.node.kind];
      const { parent, secret } = wishes;
      const secretKind = row.missingSecret === 'secureConfiguration' ? null : row.missingSecret;
      const body = {
        [key]: row.node.id,
        ...row.columns,
        ...(parentColumn && parent
          ? { [`${parentColumn}@odata.bind`]: `/${tablesOfNodes[parent.kind].set}(${parent.id})` }
          : {}),
        ...(secretKind && secret !== undefined ? { [secretColumns[secretKind]]: secret } : {}),
      };
      await api.create({ operation: `restore.${row.node.kind}`, set, body }, scope);
    },

    async typesNamed(typeName, scope) {
      const rows = await api.readRows(
        {
          operation: 'restore.findType',
          path: `plugintypes?$select=plugintypeid&$filter=${filterText(`typename eq ${textLiteral(typeName)}`)}`,
        },
        z.object({ plugintypeid: PluginTypeId }),
        scope,
      );
      return rows.map(({ plugintypeid }) => plugintypeid);
    },
  };
}
