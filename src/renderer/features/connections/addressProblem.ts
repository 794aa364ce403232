/** What is wrong with the address of an organisation, as far as it can be seen; null when nothing is. */
export function addressProblem(text: string): string | null {
  const typed = text.trim();
  if (typed === '') return null;
  if (!/^[a-z][a-z0-9+.-]*:/i.test(typed)) {
    return /[.]/.test(typed) && !/\s/.test(typed)
      ? null
      : 'An address looks like https://contoso.crm.dynamics.com.';
  }
  let url: URL;
  try {
    url = new URL(typed);
  } catch {
    return 'This cannot be read as an address. It looks like https://contoso.crm.dynamics.com.';
  }
  if (url.username || url.password) return 'Leave name and password out of the address.';
  if (url.protocol === 'https:') return null;
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol === 'http:' && local) return null;
  return url.protocol === 'http:'
    ? 'The token would travel readable for others: the address has to begin with https://.'
    : 'The address has to begin with https://.';
}
