/** Ctrl+C in a terminal reaches a program and the script above it, which passes it on: one wish, two signals. */
const oneWishMs = 1000;

/**
 * Resolves when this process is asked to stop: Ctrl+C, SIGTERM, a closed terminal, or the end of the script
 * that started it. Whoever asks again later is not kept waiting.
 */
export function stopOnSignals(): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | null = null;
    const ask = (): void => {
      if (askedAt === null) {
        askedAt = Date.now();
        resolve();
      } else if (Date.now() - askedAt > oneWishMs) process.exit(130);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
    if (process.channel !== undefined) {
      process.once('disconnect', ask);
      // The channel is there to notice an end, and must not keep the program alive by itself.
      process.channel?.unref();
    }
  });
}
