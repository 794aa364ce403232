import { z } from 'zod';
import type { MessageChoice } from '../../shared/contract/calls/steps.ts';
import { MessageFilterId, MessageId } from '../../shared/domain/ids.ts';
import type { Availability } from '../../shared/domain/stepProblem.ts';
import { filterText, textLiteral, wholePages } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { number, text } from './rowColumns.ts';
import type { WebApi } from './webApi.ts';

const MessageRow = z.object({ sdkmessageid: MessageId, name: text });
const FilterRow = z.object({
  sdkmessagefilterid: MessageFilterId,
  primaryobjecttypecode: text,
  secondaryobjecttypecode: text,
  availability: number,
});

/** One place where a message allows steps. */
export interface MessageFilter {
  readonly id: MessageFilterId;
  /** Null where the message is not about a table. */
  readonly table: string | null;
  readonly secondaryTable: string | null;
  /** Where its steps may run. */
  readonly availability: Availability;
}

/** Tables sdkmessage and sdkmessagefilter. */
export interface Messages {
  /** Public messages whose name contains the text, by name, at most `top`. */
  search(containing: string, top: number, scope?: RequestScope): Promise<MessageChoice[]>;
  /** Public messages whose name begins with the text, by name, at most `top`. */
  beginningWith(beginning: string, top: number, scope?: RequestScope): Promise<MessageChoice[]>;
  /** Where one message allows steps of one's own. */
  filters(id: MessageId, scope?: RequestScope): Promise<MessageFilter[]>;
}

export function createMessages(api: WebApi): Messages {
  async function query(condition: string, top: number, scope?: RequestScope): Promise<MessageChoice[]> {
    const filter = `isprivate%20eq%20false${condition === '' ? '' : `%20and%20${condition}`}`;
    const rows = await api.readRows(
      {
        operation: 'message.search',
        path: `sdkmessages?$select=sdkmessageid,name&$filter=${filter}&$orderby=name&$top=${top}`,
      },
      MessageRow,
      scope,
    );
    return rows.map((row) => ({ id: row.sdkmessageid, name: row.name ?? '' }));
  }

  return {
    search: (containing, top, scope) =>
      query(containing === '' ? '' : `contains(name,${textLiteral(containing)})`, top, scope),

    beginningWith: (beginning, top, scope) => query(`startswith(name,${textLiteral(beginning)})`, top, scope),

    async filters(id, scope) {
      const filter = filterText(
        `_sdkmessageid_value eq ${id} and iscustomprocessingstepallowed eq true and isvisible eq true`,
      );
      const rows = await api.readRows(
        {
          operation: 'messageFilter.list',
          path: `sdkmessagefilters?$select=sdkmessagefilterid,primaryobjecttypecode,secondaryobjecttypecode,availability&$filter=${filter}`,
          prefer: [wholePages],
        },
        FilterRow,
        scope,
      );
      return rows.map((row) => ({
        id: row.sdkmessagefilterid,
        table: tableName(row.primaryobjecttypecode),
        secondaryTable: tableName(row.secondaryobjecttypecode),
        availability: availabilities[row.availability ?? 0] ?? 'server',
      }));
    },
  };
}

const availabilities: readonly Availability[] = ['server', 'client', 'both'];

function tableName(name: string | null | undefined): string | null {
  return !name || name === 'none' ? null : name;
}
