import { useEffect, useRef } from 'react';
import { z } from 'zod';
import { validityOf } from '../../../shared/domain/certificate.ts';
import { usePreference, usePreferencesReady } from '../../app/core/preferences.ts';
import { useCoreQuery } from '../../app/core/useCoreQuery.ts';
import { useNotify } from '../../kit/kit.ts';
import { CertificatePart } from './certificatePart.ts';
import { nameOf } from './nameOf.ts';

/** Day on which one was last reminded: `2026-11-27`. */
const Day = z.string().max(10);

/** Says at the start, once a day, which watched certificates end soon or have ended. */
export function useCertificateReminders(open: () => void): void {
  const notify = useNotify();
  const ready = usePreferencesReady();
  const [reminded, setReminded] = usePreference('certificates.reminded', Day, '');
  const [, setShown] = usePreference('certificates.shown', CertificatePart, 'open');
  const { data } = useCoreQuery('certificate.watched', {}, { staleTime: Number.POSITIVE_INFINITY });
  // At the start alone: who begins to watch one sees its end at that moment.
  const judged = useRef(false);
  const latest = useRef(open);
  latest.current = open;
  useEffect(() => {
    if (!ready || !data || judged.current) return;
    judged.current = true;
    const now = new Date();
    const today = now.toISOString().slice(0, 10);
    if (reminded === today) return;
    const ending = data.certificates.filter((one) => {
      const { state } = validityOf(one, now);
      return state === 'endsSoon' || state === 'expired';
    });
    const [first, ...others] = ending.sort((a, b) => a.validTo.localeCompare(b.validTo));
    if (!first) return;
    setReminded(today);
    const more = others.length === 0 ? '' : ` So do ${others.length} others.`;
    notify({
      tone: 'warning',
      sentence: `The certificate “${nameOf(first.subject)}”: ${validityOf(first, now).sentence}${more}`,
      action: {
        label: 'Show',
        run: () => {
          setShown('watched');
          latest.current();
        },
      },
      seconds: 0,
    });
  }, [ready, data, reminded, setReminded, setShown, notify]);
}
