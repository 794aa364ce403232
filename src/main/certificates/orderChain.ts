import type { X509Certificate } from 'node:crypto';

/** The certificate that issued none of the others first, then each one's issuer; what hangs from nothing comes last. */
export function orderChain(certificates: readonly X509Certificate[]): readonly X509Certificate[] {
  const rest = [...certificates];
  const isIssuerOfAnother = (one: X509Certificate): boolean =>
    rest.some((other) => other !== one && other.checkIssued(one));
  const leaf = rest.find((one) => !isIssuerOfAnother(one)) ?? rest[0];
  const chain: X509Certificate[] = [];
  let next: X509Certificate | undefined = leaf;
  while (next) {
    chain.push(next);
    rest.splice(rest.indexOf(next), 1);
    const current: X509Certificate = next;
    next = rest.find((one) => current.checkIssued(one));
  }
  return [...chain, ...rest];
}
