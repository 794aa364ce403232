import { createContext, useContext } from 'react';
import type { Failure } from '../../shared/contract/failure.ts';

export interface FailureHelp {
  readonly label: string;
  readonly run: () => void;
}

/** What helps against a failure wherever it is shown, for example a new access token. The app provides it. */
export const FailureHelpContext = createContext<(failure: Failure) => FailureHelp | null>(() => null);

export function useFailureHelp(failure: Failure): FailureHelp | null {
  return useContext(FailureHelpContext)(failure);
}
