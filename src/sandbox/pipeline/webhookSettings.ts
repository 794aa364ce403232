/** One header, or one pair of the query. */
export type WebhookSetting = { readonly name: string; readonly value: string };

const setting = /<setting\b((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?:\/>|>\s*<\/setting\s*>)/gi;
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * Reads `authvalue` of a webhook with headers or query pairs: `<settings><setting name="…" value="…"/></settings>`.
 * Undefined when it is no such XML.
 */
export function readWebhookSettings(xml: string): WebhookSetting[] | undefined {
  const inner = /^\s*(?:<\?xml[^?]*\?>\s*)?<settings\s*>(.*)<\/settings\s*>\s*$/is.exec(xml)?.[1];
  if (inner === undefined) return undefined;
  // Whatever is left between the elements is no setting.
  if (inner.replaceAll(setting, '').trim() !== '') return undefined;
  const settings: WebhookSetting[] = [];
  for (const [, attributes = ''] of inner.matchAll(setting)) {
    const values = new Map<string, string>();
    for (const [, name = '', double, single] of attributes.matchAll(attribute)) {
      const text = unescapeXml(double ?? single ?? '');
      if (text === undefined) return undefined;
      values.set(name, text);
    }
    const name = values.get('name');
    if (name === undefined || name === '') return undefined;
    settings.push({ name, value: values.get('value') ?? '' });
  }
  return settings;
}

/** Undefined when a reference is none that XML has. A line break or tab that is no reference counts as a space. */
function unescapeXml(text: string): string | undefined {
  let isBroken = false;
  const result = text
    .replaceAll(/[\t\n\r]/g, ' ')
    .replaceAll(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+))?;?/gi, (whole, decimal, hexadecimal, name) => {
      const code = decimal ? Number(decimal) : hexadecimal ? Number.parseInt(hexadecimal, 16) : undefined;
      const character =
        code === undefined ? named[name] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
      if (character === undefined || !whole.endsWith(';')) isBroken = true;
      return character ?? '';
    });
  return isBroken ? undefined : result;
}
