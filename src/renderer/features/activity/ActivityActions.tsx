import { usePreference } from '../../app/core/preferences.ts';
import { useCall } from '../../app/core/useCall.ts';
import { CommandButton, Input, Select, useNotify } from '../../kit/kit.ts';
import { UndoMenu } from '../changeSteps/UndoMenu.tsx';
import type { LowerPanelProps } from '../lowerPanel/lowerPanelTabs.ts';
import { ActivityFilter, activityFilterLabels } from './activityEntries.ts';
import { changeActivityView, useActivityView } from './activityStore.ts';

/** Which requests are shown, and an empty list. */
export function ActivityActions({ connection }: LowerPanelProps) {
  const connectionId = connection.id;
  const notify = useNotify();
  const [filter, setFilter] = usePreference('activity.filter', ActivityFilter, 'all');
  const { entries, text } = useActivityView(connectionId);
  const clear = useCall('activity.clear');
  return (
    <>
      <UndoMenu connectionId={connectionId} />
      <Input
        size="small"
        aria-label="Filter by operation or path"
        placeholder="Operation or path"
        value={text}
        onChange={(_, data) => changeActivityView(connectionId, { text: data.value })}
      />
      <Select
        size="small"
        aria-label="Which requests"
        value={filter}
        onChange={(_, data) => setFilter(ActivityFilter.parse(data.value))}
      >
        {ActivityFilter.options.map((option) => (
          <option key={option} value={option}>
            {activityFilterLabels[option]}
          </option>
        ))}
      </Select>
      <CommandButton
        size="small"
        label="Clear"
        description="Empties this list"
        disabledReason={entries.length === 0 ? 'The list is empty.' : null}
        onClick={() => {
          void clear.run({ connectionId }).then((outcome) => {
            if (outcome.kind === 'done') changeActivityView(connectionId, { entries: [], selected: null });
            else notify({ tone: 'bad', sentence: outcome.failure.sentence, advice: outcome.failure.advice });
          });
        }}
      />
    </>
  );
}
