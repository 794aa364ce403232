/** Milliseconds of work after which the page may draw. */
const slice = 8;

/** Lets the browser handle what has come in meanwhile. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Runs a computation that stops from time to time. Undefined when it was called off. */
export async function runInSlices<Result>(
  work: Generator<undefined, Result>,
  signal: AbortSignal,
): Promise<Result | undefined> {
  for (;;) {
    const until = performance.now() + slice;
    while (performance.now() < until) {
      const step = work.next();
      if (step.done) return step.value;
    }
    await breathe();
    if (signal.aborted) return undefined;
  }
}
