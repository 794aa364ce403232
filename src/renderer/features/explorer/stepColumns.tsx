import type { Step } from '../../../shared/domain/registration.ts';
import { StatusBadge, type TableColumn } from '../../kit/kit.ts';
import { modeLabels, stageLabels } from './words.ts';

const stateBadge = (step: Step) => (
  <StatusBadge tone={step.enabled ? 'good' : 'neutral'}>{step.enabled ? 'Enabled' : 'Disabled'}</StatusBadge>
);

const stepBasics: readonly TableColumn<Step>[] = [
  {
    key: 'name',
    title: 'Step',
    width: 'minmax(200px, 3fr)',
    render: (step) => step.name,
    sortValue: (step) => step.name,
  },
  {
    key: 'message',
    title: 'Message',
    width: 'minmax(80px, 1fr)',
    render: (step) => step.message,
    sortValue: (step) => step.message,
  },
  {
    key: 'table',
    title: 'Table',
    width: 'minmax(80px, 1fr)',
    render: (step) => step.table ?? 'any',
    sortValue: (step) => step.table,
  },
];
const filteringColumn: TableColumn<Step> = {
  key: 'filter',
  title: 'Filtering attributes',
  width: 'minmax(140px, 2fr)',
  render: (step) => step.filteringAttributes?.join(', ') ?? '—',
  sortValue: (step) => step.filteringAttributes?.join(', '),
};
const stepEnd: readonly TableColumn<Step>[] = [
  {
    key: 'rank',
    title: 'Rank',
    width: '72px',
    align: 'end',
    render: (step) => step.rank,
    sortValue: (step) => step.rank,
  },
  { key: 'state', title: 'Status', width: '104px', render: stateBadge, sortValue: (step) => !step.enabled },
];
/** Steps of an endpoint. */
export const endpointStepColumns: readonly TableColumn<Step>[] = [...stepBasics, filteringColumn, ...stepEnd];
const whenColumns: readonly TableColumn<Step>[] = [
  {
    key: 'stage',
    title: 'Stage',
    width: 'minmax(140px, 1fr)',
    render: (step) => stageLabels[step.stage],
    sortValue: (step) => stageLabels[step.stage],
  },
  {
    key: 'mode',
    title: 'Mode',
    width: '120px',
    render: (step) => modeLabels[step.mode],
    sortValue: (step) => step.mode,
  },
];

/** Steps of a plug-in type. */
export const pluginStepColumns: readonly TableColumn<Step>[] = [...stepBasics, ...whenColumns, ...stepEnd];

/** Steps of several handlers on one table or message, as they run. */
export const orderedStepColumns: readonly TableColumn<Step>[] = [...stepBasics, ...whenColumns, ...stepEnd];
