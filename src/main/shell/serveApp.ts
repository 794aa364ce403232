import { type Protocol, protocol } from 'electron';
import { type ServedPage, servePage } from '../servedPage.ts';
import { appScheme, isOurs } from './appAddress.ts';

/** Has to run before the app is ready: the scheme gets an origin of its own, as https has one. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, codeCache: true },
    },
  ]);
}

/** Answers app:// from the built page, with the policy and a nonce made anew for each load. */
export function serveApp(target: Protocol, rendererFolder: string): void {
  const page = servePage(rendererFolder);
  target.handle(appScheme, (request) => answer(page, request));
}

async function answer(page: ServedPage, request: Request): Promise<Response> {
  if (!isOurs(request.url) || request.method !== 'GET') {
    return new Response('', { status: 404 });
  }
  // Taken from the text: URL would decode a part of what the page's files are guarded against.
  const path = /^[^:]+:\/\/[^/]+(\/[^?#]*)?/.exec(request.url)?.[1] ?? '/';
  const { status, headers, body } = await page.serve(path);
  return new Response(new Uint8Array(body), { status, headers });
}
