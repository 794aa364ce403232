import { setGlobalProxyFromEnv } from 'node:http';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

type Environment = Readonly<Record<string, string | undefined>>;

/** Never asked through a proxy: the sandbox is there, and the program itself. */
const loopback = ['localhost', '127.0.0.1', '[::1]', '::1'];

/**
 * Lets this process' requests go through the proxy that the environment names (HTTPS_PROXY, HTTP_PROXY, NO_PROXY, in
 * either letter case), and trust what the system trusts besides NODE_EXTRA_CA_CERTS. Node does neither by itself;
 * in Electron, Chromium's network does both.
 *
 * @returns a sentence about what could not be followed, and the way back
 */
export function honourSystemNetwork(environment: Environment = process.env): {
  readonly problem: string | null;
  readonly restore: () => void;
} {
  const before = getCACertificates('default');
  setDefaultCACertificates([...new Set([...before, ...getCACertificates('system')])]);
  let problem: string | null = null;
  let restoreProxy = (): void => undefined;
  const proxies = proxiesOf(environment);
  if (proxies !== null) {
    try {
      restoreProxy = setGlobalProxyFromEnv(proxies);
    } catch {
      // Its address may hold a password, so that it is not repeated.
      problem =
        'HTTPS_PROXY or HTTP_PROXY is no address of a proxy, so it is left out. It looks like http://proxy.contoso.com:8080';
    }
  }
  return {
    problem,
    restore() {
      restoreProxy();
      setDefaultCACertificates(before);
    },
  };
}

function proxiesOf(environment: Environment): Record<string, string> | null {
  const read = (name: string): string | undefined =>
    environment[name.toLowerCase()] || environment[name.toUpperCase()] || undefined;
  const http = read('http_proxy');
  const https = read('https_proxy');
  if (http === undefined && https === undefined) return null;
  const excepted = (read('no_proxy') ?? '').split(',').map((name) => name.trim());
  return {
    ...(http === undefined ? {} : { http_proxy: http }),
    ...(https === undefined ? {} : { https_proxy: https }),
    no_proxy: [...excepted.filter((name) => name !== ''), ...loopback].join(','),
  };
}
