/** What the browser shows when its part is done. No scripts, no addresses, nothing of the sign-in. */
export const signedInPage = page(
  'You are signed in',
  'Registrar has got what it needs. You can close this page and go back to it.',
);
export const refusedPage = page(
  'The sign-in did not succeed',
  'Registrar shows why, and what can be done. You can close this page and go back to it.',
);

function page(title: string, sentence: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title} - Registrar</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 32rem; margin: 20vh auto 0; padding: 0 1.5rem; }
h1 { font-size: 1.5rem; font-weight: 600; }
</style>
</head>
<body><main><h1>${title}</h1><p>${sentence}</p></main></body>
</html>`;
}
