import { spawn } from 'node:child_process';

/** How the system opens an address with the user's browser; null where there is no screen to show it on. */
export function browserCommand(
  address: string,
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): readonly [command: string, ...args: string[]] | null {
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', address];
  if (platform === 'darwin') return ['open', address];
  const hasScreen = Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY || environment.BROWSER);
  return hasScreen ? ['xdg-open', address] : null;
}

/** Resolves to false when the system could not open it; a browser that stays in the foreground counts as opened. */
export async function openInBrowser(address: string): Promise<boolean> {
  const command = browserCommand(address);
  if (command === null) return false;
  const [program, ...args] = command;
  return await new Promise((resolve) => {
    const child = spawn(program, args, { detached: true, stdio: 'ignore' });
    const patience = setTimeout(() => resolve(true), 3000);
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
    child.once('close', () => clearTimeout(patience));
    child.unref();
  });
}
