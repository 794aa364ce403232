import { z } from 'zod';
import type { UserChoice } from '../../shared/contract/calls/steps.ts';
import { UserId } from '../../shared/domain/ids.ts';
import { filterText, textLiteral } from './odataText.ts';
import type { RequestScope } from './ports.ts';
import { flag, text } from './rowColumns.ts';
import type { WebApi } from './webApi.ts';

const Row = z.object({ systemuserid: UserId, fullname: text, domainname: text, isdisabled: flag });

/** Table systemuser. */
export interface Users {
  /** Enabled users, and SYSTEM although it is disabled, by name; the text is sought in name, login and mail address. */
  search(containing: string, top: number, scope?: RequestScope): Promise<UserChoice[]>;
}

export function createUsers(api: WebApi): Users {
  return {
    async search(containing, top, scope) {
      const eligible = filterText("(isdisabled eq false or fullname eq 'SYSTEM')");
      const literal = textLiteral(containing);
      const matching = ['fullname', 'domainname', 'internalemailaddress']
        .map((column) => `contains(${column},${literal})`)
        .join('%20or%20');
      const filter = containing === '' ? eligible : `${eligible}%20and%20(${matching})`;
      const rows = await api.readRows(
        {
          operation: 'user.search',
          path:
            `systemusers?$select=systemuserid,fullname,domainname,isdisabled&$filter=${filter}` +
            `&$orderby=fullname&$top=${top}`,
        },
        Row,
        scope,
      );
      return rows.map((row) => ({
        id: row.systemuserid,
        fullName: row.fullname ?? '',
        domainName: row.domainname ?? null,
        disabled: row.isdisabled ?? false,
      }));
    },
  };
}
