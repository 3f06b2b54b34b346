import type { WidgetConfiguration } from '@sotto/contracts'
import { html, nothing } from 'lit'
import { icon } from '../icons/icon.ts'

/**
 * Who answers, who stores and who reads. Stands before the first message in full, and stays above the conversation in
 * short. The field for the message is described by it, so that a screen reader says it on arriving there.
 */
export function disclosure({ disclosure: { machine, reading, keeping } }: WidgetConfiguration, form: 'full' | 'short') {
  if (form === 'short') {
    return html`<div class="disclosure short" part="disclosure" id="disclosure">
      <p>${icon('machine')}<span dir="auto"><b>${machine}</b> ${reading}</span></p>
    </div>`
  }
  return html`<div class="disclosure" part="disclosure" id="disclosure">
    <p>${icon('machine')}<b dir="auto">${machine}</b></p>
    <p>${icon('eye')}<span dir="auto">${reading} ${keeping}</span></p>
  </div>`
}

/** The first line of the greeting is its heading. */
export function welcome(configuration: WidgetConfiguration, onStarter: (question: string) => void) {
  const [heading = '', ...rest] = configuration.greeting.split('\n')
  const starters = configuration.starters.slice(0, 4)
  return html`<div class="welcome" part="welcome">
    <div class="greeting">
      <h3 dir="auto">${heading}</h3>
      ${rest.length > 0 ? html`<p dir="auto">${rest.join('\n').trim()}</p>` : nothing}
      ${disclosure(configuration, 'full')}
    </div>
    ${
      starters.length > 0
        ? html`<div class="list" part="starters">
            ${starters.map(
              (question) =>
                html`<button type="button" class="row" @click=${() => onStarter(question)}>
                  <span dir="auto">${question}</span>${icon('send')}</button>`,
            )}
          </div>`
        : nothing
    }
  </div>`
}
