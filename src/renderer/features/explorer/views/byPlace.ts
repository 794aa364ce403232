import type { Step } from '../../../../shared/domain/registration.ts';
import type { RegistrationIndex } from '../../../app/registrations/registrationIndex.ts';
import type { TreeGroup } from '../../../app/registrations/treeGroup.ts';
import { type Branch, nodeBranch } from '../branch.ts';
import { orderFact } from '../nodeFact.ts';
import { stepLabelInPlace } from '../nodeLabel.ts';
import { byName, compareNames, inRunningOrder } from '../nodeOrder.ts';

type PlaceGroup = Extract<TreeGroup, { kind: 'table' | 'message' }>;

/** How steps are gathered at one level. */
interface Level {
  readonly nameOf: (step: Step) => string | null;
  readonly groupOf: (name: string | null, above: PlaceGroup | null) => PlaceGroup;
}

const byTableLevel: Level = {
  nameOf: (step) => step.table,
  groupOf: (table, above) => ({ kind: 'table', table, message: above?.message }),
};
const byMessageLevel: Level = {
  nameOf: (step) => step.message,
  groupOf: (message, above) => ({ kind: 'message', table: above?.table, message: message ?? '' }),
};

/** Tables, the messages on each, and the steps there in the order in which they run. */
export function byTable(index: RegistrationIndex): readonly Branch[] {
  return groupBranches(index, index.registrations.steps, [byTableLevel, byMessageLevel], null, '');
}

/** Messages, the tables of each, and the steps there in the order in which they run. */
export function byMessage(index: RegistrationIndex): readonly Branch[] {
  return groupBranches(index, index.registrations.steps, [byMessageLevel, byTableLevel], null, '');
}

function groupBranches(
  index: RegistrationIndex,
  steps: readonly Step[],
  [level, ...deeper]: readonly Level[],
  above: PlaceGroup | null,
  path: string,
): readonly Branch[] {
  if (!level) return inRunningOrder(steps).map((step) => stepBranch(step, index));
  const groups = new Map<string | null, Step[]>();
  for (const step of steps) {
    const name = level.nameOf(step);
    const group = groups.get(name);
    if (group) group.push(step);
    else groups.set(name, [step]);
  }
  // Steps on any table run beside those of each table: they come first.
  const names = [...groups.keys()].sort((a, b) => (a === null ? -1 : b === null ? 1 : compareNames(a, b)));
  return names.map((name) => {
    const group = level.groupOf(name, above);
    const inside = groups.get(name) ?? [];
    const key = `${path}${group.kind}=${name ?? ''}`;
    const shown = inside.reduce((count, step) => (step.hidden ? count : count + 1), 0);
    return {
      key,
      subject: { kind: 'group', group },
      label: name ?? 'Any table',
      fact: shown === 1 ? '1 step' : `${shown.toLocaleString()} steps`,
      children: () => groupBranches(index, inside, deeper, group, `${key}/`),
    };
  });
}

function stepBranch(step: Step, index: RegistrationIndex): Branch {
  return nodeBranch(step, () => byName(index.imagesOf(step)).map((image) => nodeBranch(image)), {
    label: stepLabelInPlace(step, index),
    fact: orderFact(step),
  });
}
