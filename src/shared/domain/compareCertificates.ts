import type { CertificateFacts } from './certificate.ts';

interface ComparedFact {
  readonly name: string;
  readonly old: string;
  readonly new: string;
  readonly same: boolean;
}

export interface CertificateComparison {
  readonly facts: readonly ComparedFact[];
  /** What the change means for whoever rolls it out, a sentence each; the first is the verdict. */
  readonly sentences: readonly string[];
}

const day = 86_400_000;

/** Two certificates side by side, the old and the one that follows it. */
export function compareCertificates(old: CertificateFacts, next: CertificateFacts): CertificateComparison {
  const fact = (name: string, of: (facts: CertificateFacts) => string): ComparedFact => ({
    name,
    old: of(old),
    new: of(next),
    same: of(old) === of(next),
  });
  return {
    facts: [
      fact('Subject', ({ subject }) => subject),
      fact('Issuer', ({ issuer }) => issuer),
      fact('Names', ({ names }) => names.join(', ') || '—'),
      fact('Valid from', ({ validFrom }) => validFrom.slice(0, 10)),
      fact('Valid until', ({ validTo }) => validTo.slice(0, 10)),
      fact('Key', ({ keyAlgorithm, keyBits }) => `${keyAlgorithm}${keyBits === null ? '' : ` ${keyBits}`}`),
      fact('Signature', ({ signatureAlgorithm }) => signatureAlgorithm),
      fact('Uses', ({ uses }) => uses.join(', ') || '—'),
      fact('Thumbprint (SHA-1)', ({ thumbprintSha1 }) => thumbprintSha1),
      fact('Thumbprint (SHA-256)', ({ thumbprintSha256 }) => thumbprintSha256),
    ],
    sentences: sentencesFor(old, next),
  };
}

function sentencesFor(old: CertificateFacts, next: CertificateFacts): string[] {
  if (old.thumbprintSha256 === next.thumbprintSha256) return ['It is the same certificate twice.'];
  const sentences = [overlapSentence(old, next)];
  if (Date.parse(next.validTo) <= Date.parse(old.validTo)) {
    sentences.push('The new one does not hold any longer than the old one. Are the two the right way round?');
  }
  if (old.subject !== next.subject) {
    sentences.push('The subject is another one: whoever finds it by its subject will not find the new one.');
  }
  const lost = old.names.filter((name) => !next.names.includes(name));
  if (lost.length > 0) sentences.push(`The new one lacks ${lost.join(', ')}.`);
  const lostUses = old.uses.filter((use) => !next.uses.includes(use));
  if (lostUses.length > 0) sentences.push(`The new one is not made for: ${lostUses.join(', ')}.`);
  return sentences;
}

/** Whether there is a time in which both hold: then nothing is refused while the one follows the other. */
function overlapSentence(old: CertificateFacts, next: CertificateFacts): string {
  const from = Math.max(Date.parse(old.validFrom), Date.parse(next.validFrom));
  const to = Math.min(Date.parse(old.validTo), Date.parse(next.validTo));
  const overlap = Math.floor((to - from) / day);
  if (to > from) {
    const length = overlap === 0 ? 'less than a day' : overlap === 1 ? '1 day' : `${overlap} days`;
    return `Both hold from ${dateOf(from)} to ${dateOf(to)}, ${length}: change over in that time, and keep the old one until nothing is signed with it.`;
  }
  return `There is no time in which both hold: from ${dateOf(to)} to ${dateOf(from)} neither does. Get a certificate that begins earlier.`;
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
