import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { ConsentBanner, ConsentLink, WhenAllowed } from '../react.ts'

/** A page of the tests: the banner, the link, and something that waits. */
const app = createElement(
  'main',
  null,
  createElement(ConsentBanner, { onChoice: (granted) => Object.assign(window, { chosen: [...granted] }) }),
  createElement(ConsentLink, {}),
  createElement(WhenAllowed, { names: 'map', fallback: 'No map yet' }, 'The map is here'),
)
createRoot(document.querySelector('#app') as HTMLElement).render(app)
