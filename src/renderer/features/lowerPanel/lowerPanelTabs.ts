import type { ComponentType } from 'react';
import type { Connection } from '../../../shared/contract/calls/connections.ts';
import type { RegistrationNode } from '../../../shared/domain/registration.ts';
import { ActivityActions } from '../activity/ActivityActions.tsx';
import { ActivityBadge } from '../activity/ActivityBadge.tsx';
import { ActivityPanel } from '../activity/ActivityPanel.tsx';
import { JobsActions } from '../jobs/JobsActions.tsx';
import { JobsBadge } from '../jobs/JobsBadge.tsx';
import { JobsPanel } from '../jobs/JobsPanel.tsx';
import { MessagesActions } from '../messages/MessagesActions.tsx';
import { MessagesBadge } from '../messages/MessagesBadge.tsx';
import { MessagesPanel } from '../messages/MessagesPanel.tsx';
import { TracesActions } from '../traces/TracesActions.tsx';
import { TracesBadge } from '../traces/TracesBadge.tsx';
import { TracesPanel } from '../traces/TracesPanel.tsx';

export interface LowerPanelProps {
  readonly connection: Connection;
  /** What is selected in the tree. */
  readonly node: RegistrationNode | null;
}

/** A tab of the panel below the details: what happens. */
export interface LowerPanelTab {
  readonly id: string;
  readonly title: string;
  readonly component: ComponentType<LowerPanelProps>;
  /** Small thing after the title: a count, "live". */
  readonly badge?: ComponentType<LowerPanelProps>;
  /** Buttons at the right end of the tab bar while the tab is in front. */
  readonly actions?: ComponentType<LowerPanelProps>;
}

/** In the order in which they are shown. */
export const lowerPanelTabs: readonly LowerPanelTab[] = [
  {
    id: 'messages',
    title: 'Messages',
    component: MessagesPanel,
    badge: MessagesBadge,
    actions: MessagesActions,
  },
  { id: 'jobs', title: 'System jobs', component: JobsPanel, badge: JobsBadge, actions: JobsActions },
  { id: 'traces', title: 'Traces', component: TracesPanel, badge: TracesBadge, actions: TracesActions },
  {
    id: 'activity',
    title: 'Activity',
    component: ActivityPanel,
    badge: ActivityBadge,
    actions: ActivityActions,
  },
];
