import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AddedComponent } from '../../../shared/contract/calls/solutions.ts';
import { solutionComponentsOf } from '../../../shared/domain/solutionComponents.ts';
import { useCall } from '../../app/core/useCall.ts';
import type { DialogProps } from '../../app/dialogs/dialogs.ts';
import { nodeKey } from '../../app/registrations/nodeKey.ts';
import { useRegistrations } from '../../app/registrations/useRegistrations.ts';
import { useConnection } from '../../app/useConnections.ts';
import { Checkbox, FormDialog, makeStyles, NoteBox, useNotify } from '../../kit/kit.ts';
import { groupNodes } from '../nodeGroups/groupNodes.ts';
import { NodeGroups } from '../nodeGroups/NodeGroups.tsx';
import { AddedComponents } from './AddedComponents.tsx';
import { SolutionPicker } from './SolutionPicker.tsx';
import { useSolutionChoice } from './useSolutionChoice.ts';

const useStyles = makeStyles({
  options: { display: 'flex', flexDirection: 'column', marginInlineStart: '-8px' },
});

/** Puts one or many registrations into an unmanaged solution, and says how it went with each. */
export function AddToSolutionDialog({ request, onClose }: DialogProps<'addToSolution'>) {
  const styles = useStyles();
  const { connectionId } = request;
  const nodes = [...request.nodes];
  const notify = useNotify();
  const client = useQueryClient();
  const connection = useConnection(connectionId);
  const { index } = useRegistrations(connectionId);
  const adding = useCall('solution.addComponents');
  const [solution, setSolution] = useSolutionChoice(connectionId);
  const [withSteps, setWithSteps] = useState(false);
  const [withRequired, setWithRequired] = useState(false);
  const [results, setResults] = useState<readonly AddedComponent[] | null>(null);
  const planned = index
    ? solutionComponentsOf(index.registrations, nodes, { withSteps })
    : { components: [], notes: [], stepsOfThese: [] };
  const count = planned.components.length;
  const unfinished = results?.filter(({ outcome }) => outcome === 'failed' || outcome === 'notTried') ?? [];

  const add = async () => {
    if (solution === null) return;
    // After a failure only what is missing is tried again.
    const again = unfinished.length > 0 ? unfinished.map(({ node }) => node) : nodes;
    const steps = unfinished.length > 0 ? false : withSteps;
    const outcome = await adding.run({
      connectionId,
      solution,
      nodes: again,
      withSteps: steps,
      withRequired,
    });
    // Also after a failure some may have been put in.
    void client.invalidateQueries({ queryKey: ['solution.contents'] });
    if (outcome.kind === 'failed') return;
    const now = outcome.output.results;
    const merged = mergeResults(results ?? [], now);
    if (merged.some(({ outcome }) => outcome === 'failed' || outcome === 'notTried')) {
      setResults(merged);
      return;
    }
    notify({ tone: 'good', sentence: sentenceOf(merged, solution) });
    onClose();
  };
  const progress = adding.progress;
  const first = planned.components[0];
  return (
    <FormDialog
      title={count === 1 && first ? `Add “${first.name}” to a solution` : 'Add to a solution'}
      subtitle={connection?.name}
      dirty={false}
      busy={
        adding.running
          ? {
              label: progress ? `Added ${progress.done} of ${progress.total}` : 'Adding…',
              ...(progress && progress.total > 0 ? { share: progress.done / progress.total } : {}),
              onCancel: adding.cancel,
            }
          : null
      }
      failure={adding.failure}
      primary={{
        label: unfinished.length > 0 ? 'Try the rest again' : 'Add',
        disabledReason:
          solution === null
            ? 'Choose the solution first.'
            : count === 0
              ? 'Nothing of what was chosen is there any more.'
              : null,
      }}
      cancelLabel={results ? 'Close' : 'Cancel'}
      onSubmit={() => void add()}
      onClose={onClose}
    >
      <SolutionPicker
        connectionId={connectionId}
        value={solution}
        onChange={(next) => {
          setSolution(next);
          setResults(null);
          adding.reset();
        }}
        required
      />
      {results ? (
        <AddedComponents results={results} />
      ) : (
        <>
          <div className={styles.options}>
            {planned.stepsOfThese.length > 0 ? (
              <Checkbox
                checked={withSteps}
                onChange={(_, data) => setWithSteps(data.checked === true)}
                label={`With their steps (${planned.stepsOfThese.length.toLocaleString()}): Dataverse does not take them along by itself`}
              />
            ) : null}
            <Checkbox
              checked={withRequired}
              onChange={(_, data) => setWithRequired(data.checked === true)}
              label="With what they need: the assembly of a step, tables"
            />
          </div>
          {planned.notes.length > 0 ? <NoteBox tone="info">{planned.notes.join(' ')}</NoteBox> : null}
          <NodeGroups groups={groupNodes(planned.components)} />
        </>
      )}
    </FormDialog>
  );
}

/** What was tried again replaces what was said of it before. */
function mergeResults(
  before: readonly AddedComponent[],
  now: readonly AddedComponent[],
): readonly AddedComponent[] {
  const latest = new Map(now.map((result) => [nodeKey(result.node), result]));
  const known = new Set(before.map(({ node }) => nodeKey(node)));
  return [
    ...before.map((result) => latest.get(nodeKey(result.node)) ?? result),
    ...now.filter(({ node }) => !known.has(nodeKey(node))),
  ];
}

function sentenceOf(results: readonly AddedComponent[], solution: string): string {
  const added = results.filter(({ outcome }) => outcome === 'added').length;
  const there = results.length - added;
  const first = results[0];
  if (results.length === 1 && first) {
    return added === 1
      ? `Added “${first.name}” to ${solution}.`
      : `“${first.name}” is in ${solution} already.`;
  }
  return `Added ${added} to ${solution}${there > 0 ? `; ${there} were in it already` : ''}.`;
}
