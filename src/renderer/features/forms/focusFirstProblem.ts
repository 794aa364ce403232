/** Puts the cursor into the first field of the open dialog that is marked as wrong, once it is drawn as such. */
export function focusFirstProblem(): void {
  requestAnimationFrame(() => {
    const dialogs = document.querySelectorAll<HTMLElement>('[role="dialog"]');
    const dialog = dialogs[dialogs.length - 1];
    const field = dialog?.querySelector<HTMLElement>('[aria-invalid="true"]');
    field?.focus();
    field?.scrollIntoView({ block: 'nearest' });
  });
}
