import { type CertificateFacts, type ValidityState, validityOf } from '../../../shared/domain/certificate.ts';
import { StatusBadge, type Tone } from '../../kit/kit.ts';

const tones: Readonly<Record<ValidityState, Tone>> = {
  valid: 'good',
  endsSoon: 'warning',
  notYet: 'warning',
  expired: 'bad',
};

/** Whether a certificate holds today, and for how long. */
export function ValidityBadge({ of }: { readonly of: Pick<CertificateFacts, 'validFrom' | 'validTo'> }) {
  const { state, sentence } = validityOf(of, new Date());
  return <StatusBadge tone={tones[state]}>{sentence.replace(/\.$/, '')}</StatusBadge>;
}
