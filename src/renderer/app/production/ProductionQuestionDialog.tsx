import { ConfirmDialog } from '../../kit/kit.ts';
import { useProductionQuestion } from './productionQuestion.ts';

/** Asks once more before something is changed where others work. */
export function ProductionQuestionDialog() {
  const question = useProductionQuestion((state) => state.question);
  if (!question) return null;
  const { title, organization, confirmLabel, answer } = question;
  return (
    <ConfirmDialog
      title={title}
      confirmLabel={confirmLabel}
      cancelLabel="Go back"
      onConfirm={() => answer(true)}
      onClose={() => answer(false)}
    >
      {organization} is marked as production: what changes in it changes for everybody who works there, at
      once.
    </ConfirmDialog>
  );
}
