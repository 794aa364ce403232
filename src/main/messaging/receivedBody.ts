/**
 * The bytes of a message's body. One Data section comes as a Buffer, several as an array of them;
 * an AMQP value comes as what it is, most often a text.
 */
export function bytesOfBody(body: unknown): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array();
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return Buffer.from(body, 'utf8');
  if (Array.isArray(body) && body.every((part) => part instanceof Uint8Array)) return Buffer.concat(body);
  return Buffer.from(JSON.stringify(body) ?? '', 'utf8');
}
