export type DebouncedSaver = {
  /** Something changed: save soon. */
  touch(): void;
  /** Saves now what was not saved yet. */
  flush(): Promise<void>;
  /** The last save failed for this reason; undefined when all is well. */
  readonly problem: string | undefined;
};

/** A state that takes long to write is written less often: this many times as long lies between two saves. */
const leisure = 10;

/**
 * Saves some time after the last change, one save at a time. A save that fails (a full disk) is told once and tried
 * again with the next change or flush: nothing else stops because of it.
 */
export function createDebouncedSaver(
  delayMs: number,
  save: () => Promise<void>,
  tell: (sentence: string) => void,
): DebouncedSaver {
  let timer: NodeJS.Timeout | undefined;
  let isDirty = false;
  let saving: Promise<void> = Promise.resolve();
  let problem: string | undefined;
  let wait = delayMs;

  async function saveOnce(): Promise<void> {
    if (!isDirty) return;
    isDirty = false;
    const begun = performance.now();
    try {
      await save();
      wait = Math.max(delayMs, (performance.now() - begun) * leisure);
      problem = undefined;
    } catch (error) {
      isDirty = true;
      const reason = error instanceof Error ? error.message : String(error);
      if (problem !== reason) tell(`The sandbox could not save its state: ${reason}. It goes on without.`);
      problem = reason;
    }
  }

  function saveNext(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    saving = saving.then(saveOnce);
    return saving;
  }

  return {
    touch: () => {
      isDirty = true;
      timer ??= setTimeout(() => {
        saveNext().catch(() => undefined);
      }, wait);
      timer.unref();
    },
    flush: () => saveNext(),
    get problem() {
      return problem;
    },
  };
}
