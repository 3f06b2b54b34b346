import { signal } from '@preact/signals'

const said = signal({ text: '', turn: 0 })

/** Says something to those who listen to the page. The same words twice are said twice. */
export function announce(text: string): void {
  said.value = { text, turn: said.value.turn + 1 }
}

export const Announcer = () => (
  <div class="unseen" role="status">
    <span key={said.value.turn}>{said.value.text}</span>
  </div>
)
