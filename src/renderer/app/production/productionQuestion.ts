import { create } from 'zustand';

export interface ProductionQuestion {
  readonly title: string;
  readonly organization: string;
  readonly confirmLabel: string;
  readonly answer: (yes: boolean) => void;
}

/** The question that stands before the user now. */
export const useProductionQuestion = create<{ readonly question: ProductionQuestion | null }>(() => ({
  question: null,
}));

/** Asks, and waits for the answer. An aborted signal answers with no, and so does another question. */
export function askProduction(
  question: Omit<ProductionQuestion, 'answer'>,
  signal?: AbortSignal,
): Promise<boolean> {
  useProductionQuestion.getState().question?.answer(false);
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      if (useProductionQuestion.getState().question?.answer === answer) {
        useProductionQuestion.setState({ question: null });
      }
      signal?.removeEventListener('abort', refuse);
      resolve(yes);
    };
    const refuse = () => answer(false);
    if (signal?.aborted) {
      resolve(false);
      return;
    }
    signal?.addEventListener('abort', refuse, { once: true });
    useProductionQuestion.setState({ question: { ...question, answer } });
  });
}
