// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { type ComponentProps, useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FieldRow, FormDialog, Input, ThemeRoot } from '../../../../src/renderer/kit/kit.ts';

type Overrides = Partial<ComponentProps<typeof FormDialog>>;

function Form({ onClose, onSubmit, ...more }: Overrides) {
  const [name, setName] = useState('');
  return (
    <ThemeRoot theme="light" nonce={undefined}>
      <FormDialog
        title="Register something"
        dirty={name !== ''}
        primary={{ label: 'Save' }}
        onSubmit={onSubmit}
        onClose={onClose ?? (() => undefined)}
        {...more}
      >
        <FieldRow label="Name" problem={name === 'x' ? { sentence: 'Too short.' } : null}>
          <Input value={name} onChange={(_, data) => setName(data.value)} />
        </FieldRow>
      </FormDialog>
    </ThemeRoot>
  );
}

const type = (text: string) =>
  fireEvent.change(screen.getByRole('textbox', { name: 'Name' }), { target: { value: text } });

afterEach(cleanup);

describe('FormDialog', () => {
  it('closes at once when nothing was typed', () => {
    const onClose = vi.fn();
    render(<Form onClose={onClose} />);
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('asks before it throws away what was typed, and keeps it', async () => {
    const onClose = vi.fn();
    render(<Form onClose={onClose} />);
    type('Orders');
    fireEvent.keyDown(screen.getByRole('textbox', { name: 'Name' }), { key: 'Escape' });
    const question = await screen.findByRole('alertdialog', { name: 'Discard what you typed?' });
    expect(onClose).not.toHaveBeenCalled();
    fireEvent.click(within(question).getByRole('button', { name: 'Keep editing' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('Orders');

    fireEvent.click(screen.getByRole('button', { name: 'Close' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Discard' }));
    expect(onClose).toHaveBeenCalledOnce();
  });

  it('submits by the primary button, unless a reason stands against it', () => {
    const onSubmit = vi.fn();
    const { rerender } = render(<Form onSubmit={onSubmit} />);
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(onSubmit).toHaveBeenCalledOnce();
    rerender(<Form onSubmit={onSubmit} primary={{ label: 'Save', disabledReason: 'Name it first.' }} />);
    const button = screen.getByRole('button', { name: 'Save' });
    expect(button.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(button);
    fireEvent.submit(button);
    expect(onSubmit).toHaveBeenCalledOnce();
  });

  it('cancels what is under way instead of closing, and keeps what was typed', () => {
    const onClose = vi.fn();
    const onCancel = vi.fn();
    const onSubmit = vi.fn();
    render(<Form onClose={onClose} onSubmit={onSubmit} busy={{ label: 'Saving…', onCancel }} />);
    type('Orders');
    fireEvent.keyDown(screen.getByRole('textbox', { name: 'Name' }), { key: 'Escape' });
    expect(onCancel).toHaveBeenCalledOnce();
    expect(onClose).not.toHaveBeenCalled();
    expect(screen.queryByRole('alertdialog')).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(onSubmit).not.toHaveBeenCalled();
  });

  it('shows a failure inside, says it at once, and stays open', () => {
    const onClose = vi.fn();
    const { rerender } = render(<Form onClose={onClose} />);
    type('Orders');
    rerender(
      <Form
        onClose={onClose}
        failure={{ code: 'forbidden', sentence: 'You may not do this.', advice: 'Ask an administrator.' }}
      />,
    );
    expect(screen.getByRole('alert').textContent).toMatch('You may not do this.');
    expect(screen.getByRole('alert').textContent).toMatch('Ask an administrator.');
    expect(onClose).not.toHaveBeenCalled();
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('Orders');
  });

  it('says what is wrong beside the field', () => {
    render(<Form />);
    type('x');
    const field = screen.getByRole('textbox', { name: 'Name' });
    expect(field.getAttribute('aria-invalid')).toBe('true');
    const described = field.getAttribute('aria-describedby')?.split(' ') ?? [];
    expect(described.map((id) => document.getElementById(id)?.textContent).join(' ')).toMatch('Too short.');
  });
});
