import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where Registrar keeps its files unless told otherwise: the place that the system has for an application's data. */
export function defaultDataFolder(
  platform: NodeJS.Platform = process.platform,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  home: string = homedir(),
): string {
  if (platform === 'win32')
    return join(environment.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'Registrar');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Registrar');
  // The specification says that a relative path here is to be ignored.
  const xdg = environment.XDG_DATA_HOME ?? '';
  return join(xdg.startsWith('/') ? xdg : join(home, '.local', 'share'), 'registrar');
}

/** The contract's word for the platform. */
export function platformName(platform: NodeJS.Platform = process.platform): 'windows' | 'macos' | 'linux' {
  if (platform === 'win32') return 'windows';
  return platform === 'darwin' ? 'macos' : 'linux';
}
