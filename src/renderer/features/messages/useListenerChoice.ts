import { useMemo } from 'react';
import type { ServiceEndpoint } from '../../../shared/domain/registration.ts';
import { usePreference } from '../../app/core/preferences.ts';
import { firstSourceChoice, ReadingMode, SourceChoice, sourceOf } from './listenerChoice.ts';

/** What the user last chose for an endpoint: where to read and how. */
export function useListenerChoice(endpoint: ServiceEndpoint) {
  const [choice, setChoice] = usePreference(
    `messages.source.${endpoint.id}`,
    SourceChoice,
    firstSourceChoice,
  );
  const [mode, setMode] = usePreference('messages.mode', ReadingMode, 'peekAll');
  const source = useMemo(() => sourceOf(endpoint, choice), [endpoint, choice]);
  return { choice, setChoice, mode, setMode, source };
}
