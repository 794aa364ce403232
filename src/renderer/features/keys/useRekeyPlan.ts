import { useEffect, useRef, useState } from 'react';
import type { RekeyResult, RekeyRow } from '../../../shared/contract/calls/rekey.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { ConnectionId } from '../../../shared/domain/ids.ts';
import { useCall } from '../../app/core/useCall.ts';

interface Plan {
  readonly id: string;
  readonly rows: readonly RekeyRow[];
  readonly left: readonly string[];
}

/** What a plan is made from. */
type RekeyOrigin =
  | { readonly kind: 'keys' | 'settings' }
  | { readonly kind: 'rotation'; readonly id: string };

export interface RekeyState {
  readonly plan: Plan | null;
  readonly results: ReadonlyMap<string, RekeyResult>;
  readonly working: 'planning' | 'checking' | 'saving' | null;
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly failure: Failure | null;
  /** False when it did not work; the text is not kept here either way. */
  read(text: string, fileName: string | null): Promise<boolean>;
  check(rowIds: readonly string[]): Promise<void>;
  save(rowIds: readonly string[]): Promise<void>;
  /** Why it did not work; null when it did. */
  correct(rowId: string, text: string): Promise<Failure | null>;
  cancel(): void;
  /** Forgets the plan, here and in the core. */
  startOver(): void;
}

/** A plan of many secrets. The core holds them; what is here tells only where each of them goes. */
export function useRekeyPlan(connectionId: ConnectionId, source: RekeyOrigin = { kind: 'keys' }): RekeyState {
  const [plan, setPlan] = useState<Plan | null>(null);
  const [results, setResults] = useState<ReadonlyMap<string, RekeyResult>>(new Map());
  const planningKeys = useCall('rekey.plan');
  const planningSettings = useCall('endpointSettings.plan');
  const planningRotation = useCall('rotation.plan');
  const planning = { keys: planningKeys, settings: planningSettings, rotation: planningRotation }[
    source.kind
  ];
  const checking = useCall('rekey.check');
  const saving = useCall('rekey.apply');
  const correcting = useCall('rekey.correct');
  const looking = useCall('rekey.rows');
  const forgetting = useCall('rekey.forget');

  const merge = (changed: readonly RekeyRow[]) =>
    setPlan((before) => {
      if (!before) return before;
      const byId = new Map(changed.map((row) => [row.id, row]));
      return { ...before, rows: before.rows.map((row) => byId.get(row.id) ?? row) };
    });
  // What was told on the way may reach the page after the outcome, which knows better.
  const underWay = useRef(false);
  const told = checking.progress ?? saving.progress;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is told is what there is to merge
  useEffect(() => {
    if (told && underWay.current) merge(told.rows);
  }, [told]);

  const { run: forget } = forgetting;
  const planId = plan?.id;
  useEffect(() => {
    if (planId === undefined) return undefined;
    return () => void forget({ planId });
  }, [planId, forget]);

  async function lookAgain(id: string): Promise<void> {
    const outcome = await looking.run({ planId: id });
    if (outcome.kind === 'done') merge(outcome.output.rows);
  }

  return {
    plan,
    results,
    working: planning.running ? 'planning' : checking.running ? 'checking' : saving.running ? 'saving' : null,
    progress: checking.running ? checking.progress : saving.running ? saving.progress : null,
    failure: planning.failure ?? checking.failure ?? saving.failure,
    async read(text, fileName) {
      const outcome =
        source.kind === 'rotation'
          ? await planningRotation.run({ connectionId, id: source.id, text })
          : await (source.kind === 'keys' ? planningKeys : planningSettings).run({
              connectionId,
              text,
              fileName,
            });
      if (outcome.kind === 'failed') return false;
      const { planId: id, rows, left } = outcome.output;
      setPlan({ id, rows, left });
      setResults(new Map());
      return true;
    },
    async check(rowIds) {
      if (!plan) return;
      underWay.current = true;
      const outcome = await checking.run({ planId: plan.id, rowIds: [...rowIds] });
      underWay.current = false;
      if (outcome.kind === 'done') merge(outcome.output.rows);
      else await lookAgain(plan.id);
    },
    async save(rowIds) {
      if (!plan) return;
      underWay.current = true;
      const outcome = await saving.run({ planId: plan.id, rowIds: [...rowIds] });
      underWay.current = false;
      if (outcome.kind === 'failed') return await lookAgain(plan.id);
      merge(outcome.output.rows);
      const fresh = outcome.output.results;
      setResults((before) => new Map([...before, ...fresh.map((one) => [one.id, one] as const)]));
    },
    async correct(rowId, text) {
      if (!plan) return null;
      const outcome = await correcting.run({ planId: plan.id, rowId, text });
      if (outcome.kind === 'failed') return outcome.failure;
      merge([outcome.output]);
      setResults((before) => new Map([...before].filter(([id]) => id !== rowId)));
      return null;
    },
    cancel() {
      checking.cancel();
      saving.cancel();
    },
    startOver() {
      setPlan(null);
      setResults(new Map());
      planning.reset();
    },
  };
}
