import { LitElement } from 'lit'

/**
 * One room of the widget: an element with state and updates of its own that renders into the shadow root of
 * `<sotto-chat>` rather than into one more. So ids, parts and styles are shared, and a label can point from one room
 * into the next.
 */
export abstract class Room extends LitElement {
  protected override createRenderRoot() {
    return this
  }
}

/** Registers an element once: two copies of the widget on a page use the first. */
export function define(name: string, element: CustomElementConstructor) {
  if (!customElements.get(name)) customElements.define(name, element)
}
