import {
  Button,
  Dialog,
  DialogSurface,
  makeStyles,
  mergeClasses,
  Tooltip,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import type { Failure } from '../../shared/contract/failure.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { FailureMessage } from './FailureMessage.tsx';
import { DismissIcon } from './icons.ts';
import { ProgressLine } from './ProgressLine.tsx';
import { useReturnFocus } from './returnFocus.ts';
import { useFocusWithin } from './useFocusWithin.ts';
import { useWantedFocus } from './wantedFocus.ts';

const useStyles = makeStyles({
  surface: {
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    maxHeight: 'min(860px, calc(100vh - 32px))',
    width: 'calc(100vw - 32px)',
    overflow: 'hidden',
    outlineStyle: 'none',
  },
  small: { maxWidth: '480px' },
  medium: { maxWidth: '640px' },
  large: { maxWidth: '920px' },
  wide: { maxWidth: '1120px' },
  tall: { height: 'min(760px, calc(100vh - 32px))' },
  form: { position: 'relative', display: 'flex', flexDirection: 'column', minHeight: 0, flex: 1 },
  head: { padding: '20px 24px 0', display: 'flex', alignItems: 'flex-start', gap: '8px' },
  titles: { flex: 1, minWidth: 0, paddingInlineEnd: '32px' },
  close: { position: 'absolute', insetBlockStart: '20px', insetInlineEnd: '20px' },
  title: { margin: 0, fontSize: '20px', lineHeight: '28px', fontWeight: tokens.fontWeightSemibold },
  body: {
    flex: '1 1 auto',
    minHeight: 0,
    overflow: 'auto',
    padding: '16px 24px',
    display: 'flex',
    flexDirection: 'column',
    gap: '14px',
    position: 'relative',
  },
  notices: {
    flexShrink: 0,
    maxHeight: '45%',
    overflow: 'auto',
    padding: '0 24px 8px',
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
  },
  foot: {
    padding: '12px 24px 20px',
    display: 'flex',
    gap: '8px',
    alignItems: 'center',
    flexWrap: 'wrap',
    justifyContent: 'flex-end',
  },
  left: { marginInlineEnd: 'auto', display: 'flex', gap: '8px' },
});

interface FormDialogProps {
  readonly title: string;
  /** Below the title: where in the wizard the user is, or which organisation this is about. */
  readonly subtitle?: ReactNode;
  readonly size?: 'small' | 'medium' | 'large' | 'wide';
  /** Keeps one height while its pages change. */
  readonly tall?: boolean;
  /** Whether the user typed something that would be lost. */
  readonly dirty: boolean;
  /** While it works: a sentence, and how far it is. */
  readonly busy?: { readonly label: string; readonly share?: number; readonly onCancel?: () => void } | null;
  /** Shown above the buttons; everything typed stays. */
  readonly failure?: Failure | null;
  /** Buttons beside the failure. */
  readonly failureActions?: ReactNode;
  readonly primary?: {
    /** The verb. */
    readonly label: string;
    /** Why it cannot be pressed; it stays reachable and says so. */
    readonly disabledReason?: string | null;
  };
  readonly onSubmit?: () => void;
  /** Buttons at the left end of the footer: Back, Enter by hand. */
  readonly secondary?: ReactNode;
  /** Buttons before the primary one. */
  readonly actions?: ReactNode;
  readonly cancelLabel?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A form in a dialog. It never closes by itself on an error, and never unasked while something was typed.
 * Enter in a field presses the primary button.
 */
export function FormDialog(props: FormDialogProps) {
  const { title, subtitle, size = 'medium', tall, dirty, busy, failure, failureActions, primary } = props;
  const { onSubmit, secondary, actions, cancelLabel = 'Cancel', onClose, children } = props;
  const styles = useStyles();
  const titleId = useId();
  const surface = useRef<HTMLDivElement>(null);
  useReturnFocus();
  useFocusWithin(surface);
  const content = useWantedFocus();
  const [asking, setAsking] = useState(false);
  const [hinted, setHinted] = useState(false);
  const reason = primary?.disabledReason;

  const close = () => {
    if (busy) {
      busy.onCancel?.();
      return;
    }
    if (dirty) setAsking(true);
    else onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A form in a dialog above this one bubbles through React's tree.
    event.stopPropagation();
    if (!busy && !primary?.disabledReason) onSubmit?.();
  };

  const button = primary ? (
    <Button
      appearance="primary"
      type="submit"
      disabledFocusable={Boolean(busy) || Boolean(primary.disabledReason)}
    >
      {primary.label}
    </Button>
  ) : null;

  return (
    <Dialog open modalType="modal" onOpenChange={(_, data) => !data.open && close()}>
      <DialogSurface
        ref={surface}
        tabIndex={-1}
        aria-labelledby={titleId}
        className={mergeClasses(styles.surface, styles[size], tall && styles.tall)}
      >
        <form ref={content} className={styles.form} onSubmit={submit} noValidate autoComplete="off">
          <div className={styles.head}>
            <div className={styles.titles}>
              <h2 id={titleId} className={styles.title}>
                {title}
              </h2>
              {subtitle}
            </div>
          </div>
          <div className={styles.body}>{children}</div>
          {failure || busy ? (
            <div className={styles.notices}>
              {failure && !busy ? <FailureMessage failure={failure} actions={failureActions} /> : null}
              {busy ? <ProgressLine {...busy} /> : null}
            </div>
          ) : null}
          <div className={styles.foot}>
            {secondary ? <div className={styles.left}>{secondary}</div> : null}
            <Button onClick={close} disabledFocusable={Boolean(busy) && !busy?.onCancel}>
              {cancelLabel}
            </Button>
            {actions}
            {button ? (
              // Always there, also without a reason: coming and going it would take the focus off the button.
              <Tooltip
                content={reason ?? ''}
                relationship={reason ? 'description' : 'inaccessible'}
                withArrow
                visible={hinted && Boolean(reason)}
                onVisibleChange={(_, data) => setHinted(data.visible)}
              >
                {button}
              </Tooltip>
            ) : null}
          </div>
          {/* Last in the order of keys, so that the first field has the focus when the dialog opens. */}
          <Button
            className={styles.close}
            appearance="subtle"
            size="small"
            icon={<DismissIcon />}
            aria-label="Close"
            title="Close"
            onClick={close}
          />
        </form>
        {/* Inside, so that this dialog stays the one that is read aloud when the question goes. */}
        {asking ? (
          <ConfirmDialog
            title="Discard what you typed?"
            confirmLabel="Discard"
            cancelLabel="Keep editing"
            onConfirm={() => {
              setAsking(false);
              onClose();
            }}
            onClose={() => setAsking(false)}
          >
            Closing “{title}” now loses what you entered. Nothing was saved.
          </ConfirmDialog>
        ) : null}
      </DialogSurface>
    </Dialog>
  );
}
