import { Component, type ReactNode } from 'react';
import { ProblemView } from '../../ui/problem-view.tsx';

/** A screen that fails says so and can be tried again; the rest of the app goes on. */
export class FieldErrorBoundary extends Component<
  { readonly children: ReactNode },
  { readonly error: unknown }
> {
  override state = { error: null as unknown };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <ProblemView error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}
