/** A request to one of the sign-in services, with its body read. Header names in lower case. */
export type SignInRequest = {
  readonly method: string;
  readonly url: URL;
  readonly headers: { readonly [name: string]: string | undefined };
  readonly body: string;
};

export type SignInResponse = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | readonly string[] };
  readonly body: string;
};

export function json(status: number, value: unknown): SignInResponse {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  };
}

/** Sends the browser on, by GET. */
export function redirect(location: string, cookies: readonly string[] = []): SignInResponse {
  return {
    status: 303,
    headers: { Location: location, ...(cookies.length === 0 ? {} : { 'Set-Cookie': cookies }) },
    body: '',
  };
}

/** Parameters of a form body; empty for a body of another type. */
export function formOf(request: SignInRequest): URLSearchParams {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return new URLSearchParams(isForm ? request.body : '');
}

export function cookieOf(request: SignInRequest, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
