import { randomBytes } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** One answer to a request for a file of the page, for HTTP and for app:// alike. */
export interface ServedFile {
  readonly status: 200 | 404;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface ServedPage {
  /**
   * Answers for a path of an address, `/` or `/assets/index.js`, still percent-encoded, without the query.
   * Anything but a file inside the renderer's folder is a 404.
   */
  serve(path: string): Promise<ServedFile>;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
};

/**
 * The same for both shells. Styles need a nonce, because Fluent writes its rules into style elements;
 * scripts need none: all of them are files of our own.
 * @param sockets addresses that the page may open a WebSocket to; `'self'` alone does not cover ws: in every browser.
 */
export function contentSecurityPolicy(nonce: string, sockets: readonly string[] = []): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `connect-src ${["'self'", ...sockets].join(' ')}`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
    `require-trusted-types-for 'script'`,
  ].join('; ');
}

/** Headers of every answer, whatever it is. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
};

/** Serves the built renderer from one folder. */
export function servePage(folder: string, sockets: readonly string[] = []): ServedPage {
  async function read(path: string): Promise<Buffer | null> {
    try {
      // realpath on both sides: a link that leads out of the folder is out of the folder.
      const root = await realpath(folder);
      const file = await realpath(join(root, path));
      if (!file.startsWith(root + sep) || !(await stat(file)).isFile()) return null;
      return await readFile(file);
    } catch {
      return null;
    }
  }

  return {
    async serve(encodedPath) {
      const path = decodePath(encodedPath);
      const name = path === '/' ? '/index.html' : path;
      const contentType = name === null ? undefined : contentTypes[extname(name)];
      const body = name === null || contentType === undefined ? null : await read(name);
      if (name === null || body === null || contentType === undefined) return notFound();
      if (name.endsWith('.html')) {
        const nonce = randomBytes(18).toString('base64');
        return {
          status: 200,
          headers: {
            ...securityHeaders,
            'Content-Type': contentType,
            'Content-Security-Policy': contentSecurityPolicy(nonce, sockets),
            'Cache-Control': 'no-store',
          },
          body: Buffer.from(writeNonce(body.toString('utf8'), nonce)),
        };
      }
      // Files under assets/ carry a hash of their content in their name; others may change under the same name.
      const cacheControl = name.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache';
      return {
        status: 200,
        headers: { ...securityHeaders, 'Content-Type': contentType, 'Cache-Control': cacheControl },
        body,
      };
    },
  };
}

function decodePath(encoded: string): string | null {
  try {
    const path = decodeURIComponent(encoded);
    const allowed = path.startsWith('/') && !/[\0\\]/.test(path) && !path.split('/').includes('..');
    return allowed ? path : null;
  } catch {
    return null;
  }
}

function writeNonce(html: string, nonce: string): string {
  const meta = `<meta name="csp-nonce" content="${nonce}">`;
  const withoutOld = html.replace(/<meta[^>]*name="csp-nonce"[^>]*>/gi, '');
  return withoutOld.replace(/<head[^>]*>/i, (head) => `${head}${meta}`);
}

function notFound(): ServedFile {
  return {
    status: 404,
    headers: {
      ...securityHeaders,
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'",
    },
    body: Buffer.from('There is no such file in Registrar.\n'),
  };
}
