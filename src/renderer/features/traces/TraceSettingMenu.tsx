import { useState } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import { TraceSetting, traceSettingLabels } from '../../../shared/domain/traceLog.ts';
import { reasonOfReadOnly } from '../../app/commands/reasons.ts';
import { useCall } from '../../app/core/useCall.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import {
  ConfirmDialog,
  Menu,
  MenuButton,
  MenuList,
  MenuPopover,
  MenuTrigger,
  ReasonedMenuItem,
  useNotify,
} from '../../kit/kit.ts';

const choices: Readonly<Record<TraceSetting, string>> = {
  off: 'Off: nothing is written down',
  exceptions: 'Exception: runs that throw',
  all: 'All: every run',
};

/** What the organisation writes down of plug-ins that run: for everybody in it, so it is asked first. */
export function TraceSettingMenu({ connection }: { readonly connection: Connection }) {
  const connectionId = connection.id;
  const notify = useNotify();
  const query = useCoreQuery('traceLog.setting', { connectionId });
  const change = useCall('traceLog.setSetting');
  const [asked, setAsked] = useState<TraceSetting | null>(null);
  const current = query.data?.setting;
  const apply = async (setting: TraceSetting) => {
    const outcome = await change.run({ connectionId, setting });
    if (outcome.kind === 'failed') return;
    setAsked(null);
    notify({ tone: 'good', sentence: `Tracing of ${connection.name}: ${traceSettingLabels[setting]}.` });
  };
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <MenuButton appearance="subtle" size="small">
            Tracing{current ? `: ${traceSettingLabels[current]}` : ''}
          </MenuButton>
        </MenuTrigger>
        <MenuPopover style={{ maxWidth: 'none' }}>
          <MenuList>
            {TraceSetting.options.map((setting) => (
              <ReasonedMenuItem
                key={setting}
                label={choices[setting]}
                disabledReason={
                  connection.readOnly
                    ? reasonOfReadOnly
                    : setting === current
                      ? 'It is so already.'
                      : (query.failure?.sentence ?? null)
                }
                onClick={() => setAsked(setting)}
              />
            ))}
          </MenuList>
        </MenuPopover>
      </Menu>
      {asked ? (
        <ConfirmDialog
          title={`Set tracing of ${connection.name} to ${traceSettingLabels[asked]}?`}
          confirmLabel={`Set to ${traceSettingLabels[asked]}`}
          busy={change.running}
          failure={change.failure}
          onConfirm={() => void apply(asked)}
          onClose={() => setAsked(null)}
        >
          {connection.production ? 'This is a production organisation. ' : ''}
          {asked === 'off'
            ? 'Nothing more is written down of the plug-ins of anybody in the organisation. Traces that are there stay for about a day.'
            : asked === 'all'
              ? 'Every run of every plug-in writes a row, for everybody in the organisation. That takes time in each operation and room in the database: set it back when you have seen what you are looking for.'
              : 'Runs that throw an exception are written down, for everybody in the organisation.'}
        </ConfirmDialog>
      ) : null}
    </>
  );
}
