import { Component, type ReactNode } from 'react';
import { refusalText } from '../client/refusal.ts';
import { Problem } from '../components/notice.tsx';

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

/** Keeps one panel's failure inside that panel; the others go on. */
export class PanelBoundary extends Component<Props, { readonly problem: string | null }> {
  override readonly state: { readonly problem: string | null } = { problem: null };

  static getDerivedStateFromError(error: unknown): { problem: string } {
    return { problem: refusalText(error) };
  }

  override render(): ReactNode {
    const { problem } = this.state;
    if (problem === null) return this.props.children;
    return (
      <Problem
        text={`${this.props.title} could not be drawn: ${problem}. Nothing else is affected.`}
        onRetry={() => this.setState({ problem: null })}
      />
    );
  }
}
