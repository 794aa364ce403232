import { JSDOM } from 'jsdom';

/** A page as a user meets it. */
export type VisitedPage = {
  readonly status: number;
  readonly address: URL;
  readonly headers: Headers;
  readonly title: string;
  /** Text of the whole page, spaces folded. */
  readonly text: string;
  readonly document: Document;
};

/** A browser without scripts: follows redirects, keeps cookies, fills in forms by their labels. */
export type TestBrowser = {
  readonly page: VisitedPage;
  open(address: string): Promise<VisitedPage>;
  /** Fills in fields by label, ticks check boxes with `true`, and presses the button with that name. */
  press(button: string, fields?: Readonly<Record<string, string | true>>): Promise<VisitedPage>;
};

/** @param send trusts what the pages are served by */
export function createTestBrowser(send: typeof fetch = fetch): TestBrowser {
  const cookies = new Map<string, Map<string, string>>();
  let current: VisitedPage | undefined;

  async function visit(address: URL, form?: URLSearchParams): Promise<VisitedPage> {
    let at = address;
    let body = form;
    for (let hops = 0; hops < 10; hops += 1) {
      const jar = cookies.get(at.hostname) ?? new Map<string, string>();
      cookies.set(at.hostname, jar);
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await send(at, {
        redirect: 'manual',
        method: body === undefined ? 'GET' : 'POST',
        headers: { accept: 'text/html', ...(cookie === '' ? {} : { cookie }) },
        ...(body === undefined ? {} : { body }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (name !== undefined && value !== undefined) jar.set(name, value);
      }
      const location = response.headers.get('location');
      if (location === null) {
        const text = await response.text();
        const { document } = new JSDOM(text, { url: at.href }).window;
        current = {
          status: response.status,
          address: at,
          headers: response.headers,
          title: document.querySelector('h1')?.textContent ?? '',
          text: (document.body.textContent ?? '').replaceAll(/\s+/g, ' '),
          document,
        };
        return current;
      }
      await response.body?.cancel();
      at = new URL(location, at);
      body = undefined;
    }
    throw new Error('Too many redirects.');
  }

  return {
    get page() {
      if (current === undefined) throw new Error('No page is open.');
      return current;
    },
    open: (address) => visit(new URL(address)),
    press: (name, fields = {}) => {
      if (current === undefined) throw new Error('No page is open.');
      const { document, address } = current;
      const button = [...document.querySelectorAll('button')].find(
        (one) => one.textContent?.trim() === name || one.value === name,
      );
      const form = button?.form;
      if (button === undefined || form === null || form === undefined)
        throw new Error(`There is no button ‘${name}’ on: ${current.text}`);
      const values = new URLSearchParams();
      for (const input of form.querySelectorAll('input'))
        if (input.type === 'hidden') values.set(input.name, input.value);
      for (const [label, value] of Object.entries(fields)) {
        const input = [...form.querySelectorAll('label')]
          .find((one) => one.textContent?.trim() === label)
          ?.control?.closest('input');
        if (input === null || input === undefined) throw new Error(`There is no field ‘${label}’.`);
        values.set(input.name, value === true ? input.value : value);
      }
      if (button.name !== '') values.set(button.name, button.value);
      return visit(new URL(form.getAttribute('action') ?? address.href, address), values);
    },
  };
}
