/**
 * Starts a server on the port asked for, else on the one it had last time, else on any free one. A port that was
 * asked for and is taken is an error; one that was only remembered is given up, and that is told.
 */
export async function startOnPort<Server extends { readonly port: number }>(
  what: string,
  asked: number,
  remembered: number,
  start: (port: number) => Promise<Server>,
  tell: (sentence: string) => void,
): Promise<Server> {
  if (asked !== 0 || remembered === 0) return start(asked);
  try {
    return await start(remembered);
  } catch {
    const server = await start(0);
    tell(
      `Another program has port ${remembered}, where the sandbox's ${what} was last time: it is on port ` +
        `${server.port} now, and the registered endpoints that led to it were changed.`,
    );
    return server;
  }
}
