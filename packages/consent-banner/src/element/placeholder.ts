import type { ConsentShown } from '@sotto/contracts'
import type { Consent } from '../core/consent.ts'
import { namesIn } from '../hold/hold.ts'
import { directionOf, filled, listed, moreWords } from '../languages/language.ts'
import { type Reading, titleOf } from './first-layer.ts'
import { placeholderCss } from './placeholder.styles.ts'
import { adopt } from './style.ts'

/** Frames that have a placeholder, and how it is put in again when the frame's empty page is replaced. */
const shownIn = new WeakMap<HTMLIFrameElement, () => void>()

/**
 * A frame that waits says in its own place what would be there, and has a button that loads it. The placeholder is the
 * frame's own empty page: nothing moves when the content comes, and the page's own styles and scripts find the frame
 * where they put it.
 */
export async function placeholder(frame: HTMLIFrameElement, held: boolean, consent: Consent, reading: Reading) {
  const before = shownIn.get(frame)
  if (before) {
    frame.removeEventListener('load', before)
    shownIn.delete(frame)
  }
  if (!held) return
  const { sandbox } = frame
  if (frame.hasAttribute('sandbox') && !sandbox.contains('allow-same-origin')) {
    // Nobody may write into a page with an origin of its own. The empty one is ours; what comes later is in its box again.
    frame.dataset.sandbox = sandbox.value
    frame.removeAttribute('sandbox')
    frame.replaceWith(frame)
  }
  const words = await moreWords(reading.language)
  const names = namesIn(frame.dataset.consent ?? '')
  const { policy } = consent
  const services = names.map((name) => {
    const category = policy.categories.find(({ id }) => id === name)
    return (
      policy.services?.find(({ id }) => id === name)?.name ?? (category ? titleOf(category, policy, reading) : name)
    )
  })
  const service = listed(services, reading.words)
  const off = names.every((name) => consent.offByGpc.includes(name))
  const shown: ConsentShown = {
    layer: 'placeholder',
    layout: 'frame',
    language: reading.language,
    texts: {
      frame: off ? words.offByGpc : filled(words.frame, { service }),
      ...(!off && { show: filled(words.show, { service }) }),
    },
  }
  const fill = () => {
    // One that is too small holds no words.
    const page = frame.contentDocument
    if (!page?.body || frame.clientWidth < 120 || frame.clientHeight < 48 || page.body.childElementCount) return
    page.documentElement.lang = reading.language
    page.documentElement.dir = directionOf(reading.language)
    page.title = service
    const main = page.createElement('main')
    const text = page.createElement('p')
    text.textContent = shown.texts.frame ?? ''
    main.append(text)
    if (shown.texts.show) {
      const button = page.createElement('button')
      button.type = 'button'
      button.textContent = shown.texts.show
      button.addEventListener('click', (event) => consent.choose([...consent.granted, ...names], { event, shown }))
      main.append(button)
    }
    page.body.replaceChildren(...main.childNodes)
    adopt(page, placeholderCss)
  }
  shownIn.set(frame, fill)
  // Browsers may put another empty page in the place of the first.
  frame.addEventListener('load', fill)
  fill()
}
