import { Component, type ReactNode } from 'react';
import { isMissingPart, ProblemView } from '../ui/problem-view.tsx';

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

/** 出错边界: a part that broke says so and can be tried again; the rest of the screen goes on. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <ProblemView
        error={error}
        onRetry={() => {
          // The browser remembers that a part was missing, so only a fresh page asks for it again.
          if (isMissingPart(error)) location.reload();
          else this.setState({ error: null });
        }}
      />
    );
  }
}
