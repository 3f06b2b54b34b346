import { Component, type ComponentChildren } from 'preact'
import { Button } from '../design/button.tsx'
import { Icon } from '../design/icon.tsx'

interface State {
  failed: boolean
}

/** Keeps a mistake in one part of the page from taking the rest along. `key` it by what is shown, so that it ends there. */
export class ErrorBoundary extends Component<{ children: ComponentChildren }, State> {
  override state: State = { failed: false }

  static override getDerivedStateFromError(): State {
    return { failed: true }
  }

  override componentDidCatch(error: unknown) {
    // Only its kind: messages of errors may quote what was shown.
    console.error('A part of the dashboard failed:', error instanceof Error ? error.name : typeof error)
  }

  override render({ children }: { children: ComponentChildren }, { failed }: State) {
    if (!failed) return children
    return (
      <div class="trouble whole" role="alert">
        <Icon name="trouble" size={24} />
        <h2>This part of the page stopped working</h2>
        <p>Nothing that was sent is lost.</p>
        <Button icon="retry" onClick={() => this.setState({ failed: false })}>
          Try again
        </Button>
      </div>
    )
  }
}
