import {
  Link,
  Toast,
  ToastBody,
  Toaster,
  ToastFooter,
  ToastTitle,
  ToastTrigger,
  useId,
  useToastController,
} from '@fluentui/react-components';
import { type ReactNode, useCallback, useRef } from 'react';
import { type Notice, NotifyContext } from './notify.ts';
import type { Tone } from './StatusBadge.tsx';

const intents: Readonly<Record<Tone, 'info' | 'success' | 'warning' | 'error'>> = {
  info: 'info',
  neutral: 'info',
  good: 'success',
  warning: 'warning',
  bad: 'error',
};

/** Holds the notices that `useNotify` shows. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  const toasterId = useId('notices');
  const { dispatchToast, dismissToast } = useToastController(toasterId);
  const passing = useRef<string | null>(null);
  const count = useRef(0);
  const notify = useCallback(
    ({ tone, sentence, advice, action, nextSteps, seconds = 8 }: Notice) => {
      count.current += 1;
      const toastId = `${toasterId}-${count.current}`;
      // One passing notice at a time: piled up they would hide the tree. What stays until it is read, stays.
      if (seconds > 0) {
        if (passing.current !== null) dismissToast(passing.current);
        passing.current = toastId;
      }
      // A dialog that opened while the notice goes would lose the focus to it, and with that its place for readers.
      let next: (() => void) | undefined;
      dispatchToast(
        <Toast>
          <ToastTitle
            action={
              action ? (
                <ToastTrigger>
                  <Link onClick={action.run}>{action.label}</Link>
                </ToastTrigger>
              ) : undefined
            }
          >
            {sentence}
          </ToastTitle>
          {advice ? <ToastBody>{advice}</ToastBody> : null}
          {nextSteps ? (
            <ToastFooter>
              {nextSteps.map(({ label, run }) => (
                <ToastTrigger key={label}>
                  <Link
                    onClick={() => {
                      next = run;
                    }}
                  >
                    {label}
                  </Link>
                </ToastTrigger>
              ))}
            </ToastFooter>
          ) : null}
        </Toast>,
        {
          toastId,
          intent: intents[tone],
          timeout: seconds === 0 ? -1 : seconds * 1000,
          pauseOnHover: true,
          pauseOnWindowBlur: true,
          onStatusChange: (_, { status }) => {
            if (status === 'unmounted') next?.();
          },
        },
      );
    },
    [dispatchToast, dismissToast, toasterId],
  );
  return (
    <NotifyContext.Provider value={notify}>
      {children}
      <Toaster
        toasterId={toasterId}
        position="bottom-start"
        limit={3}
        role="region"
        aria-label="Notices"
        // Leaves the status bar in sight.
        offset={{ horizontal: 16, vertical: 36 }}
      />
    </NotifyContext.Provider>
  );
}
