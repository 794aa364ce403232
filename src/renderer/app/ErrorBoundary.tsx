import { Component, type ErrorInfo, type ReactNode } from 'react';
import type { Failure } from '../../shared/contract/failure.ts';
import { Button, FailureMessage } from '../kit/kit.ts';
import { failureOf } from './core/failureOf.ts';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly failure: Failure | null;
}

/** A mistake of ours in one screen is said there, with a way on, and does not take the page down. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { failure: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { failure: failureOf(error) };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    // The only place where a developer sees which component it was.
    // biome-ignore lint/suspicious/noConsole: see above
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    if (!this.state.failure) return this.props.children;
    return (
      <div style={{ padding: '24px', maxWidth: '720px' }}>
        <FailureMessage
          failure={this.state.failure}
          actions={
            <>
              <Button size="small" onClick={() => this.setState({ failure: null })}>
                Try again
              </Button>
              <Button size="small" onClick={() => location.reload()}>
                Load the page again
              </Button>
            </>
          }
        />
      </div>
    );
  }
}
