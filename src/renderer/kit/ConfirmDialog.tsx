import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
} from '@fluentui/react-components';
import type { KeyboardEvent, ReactNode } from 'react';
import type { Failure } from '../../shared/contract/failure.ts';
import { FailureMessage } from './FailureMessage.tsx';
import { useReturnFocus } from './returnFocus.ts';

const useStyles = makeStyles({
  // A row however long its words are: buttons of several lines read badly.
  actions: { gridColumnStart: 1, justifySelf: 'end', flexWrap: 'wrap', marginTop: '8px' },
  button: { whiteSpace: 'nowrap', width: 'auto' },
});

interface ConfirmDialogProps {
  /** A question: "Unregister 3 steps?" */
  readonly title: string;
  /** What will happen. */
  readonly children?: ReactNode;
  /** The verb. */
  readonly confirmLabel: string;
  readonly cancelLabel?: string;
  readonly busy?: boolean;
  readonly failure?: Failure | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something that cannot simply be taken back. Cancel has the focus. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, confirmLabel, cancelLabel = 'Cancel', busy, failure, onConfirm, onClose } = props;
  const styles = useStyles();
  useReturnFocus();
  // Fluent leaves Escape alone where a question has to be answered; here it answers with Cancel.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (!busy) onClose();
  };
  return (
    <Dialog open modalType="alert" onOpenChange={(_, data) => !data.open && !busy && onClose()}>
      <DialogSurface style={{ maxWidth: '480px' }} onKeyDown={onKeyDown}>
        <DialogBody>
          <DialogTitle as="h2">{title}</DialogTitle>
          <DialogContent>
            {children}
            {failure ? <FailureMessage failure={failure} /> : null}
          </DialogContent>
          <DialogActions fluid className={styles.actions}>
            <Button className={styles.button} onClick={onClose} disabled={busy} autoFocus>
              {cancelLabel}
            </Button>
            <Button
              className={styles.button}
              appearance="primary"
              onClick={onConfirm}
              disabledFocusable={busy}
            >
              {confirmLabel}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
