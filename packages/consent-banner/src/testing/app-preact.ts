import { createElement, render } from 'preact'
import { ConsentBanner, ConsentLink, WhenAllowed } from '../preact.ts'

/** A page of the tests: the banner, the link, and something that waits. */
const app = createElement(
  'main',
  null,
  createElement(ConsentBanner, { onChoice: (granted) => Object.assign(window, { chosen: [...granted] }) }),
  createElement(ConsentLink, { kind: 'open' }),
  createElement(WhenAllowed, { names: 'map', fallback: 'No map yet' }, 'The map is here'),
)
render(app, document.querySelector('#app') as HTMLElement)
