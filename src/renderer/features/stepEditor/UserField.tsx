import type { ConnectionId, UserId } from '../../../shared/domain/ids.ts';
import { useCore } from '../../app/core/coreContext.ts';
import { AsyncCombobox, type FieldProblem, FieldRow } from '../../kit/kit.ts';

interface UserFieldProps {
  readonly connectionId: ConnectionId;
  /** Null means the calling user. */
  readonly value: { readonly id: UserId; readonly fullName: string } | null;
  readonly onChange: (value: { readonly id: UserId; readonly fullName: string } | null) => void;
  readonly problem: FieldProblem | null;
}

/** In whose name a step runs: the calling user, or one that is searched. SYSTEM is offered although it is disabled. */
export function UserField({ connectionId, value, onChange, problem }: UserFieldProps) {
  const bridge = useCore();
  return (
    <FieldRow label="Run in user's context" problem={problem}>
      <AsyncCombobox
        value={value}
        clearable
        onChange={onChange}
        search={async (text, signal) => {
          const { users, more } = await bridge.call('user.search', { connectionId, text }, { signal });
          return {
            items: users.map(({ id, fullName, domainName, disabled }) => ({
              id,
              fullName: disabled ? `${fullName} (disabled)` : fullName,
              domainName,
            })),
            more,
          };
        }}
        itemKey={({ id }) => id}
        itemText={({ fullName }) => fullName}
        itemDetail={(user) => ('domainName' in user ? String(user.domainName ?? '') : null)}
        placeholder="Calling User"
      />
    </FieldRow>
  );
}
