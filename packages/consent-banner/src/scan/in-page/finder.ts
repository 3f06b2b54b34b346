import type { Role } from '../banner/words/index.ts'
import type { Answer, Box, Found, Look, Question } from './question.ts'

/**
 * Looks in one frame for the controls of a banner, and returns what it found together with the elements, in the same
 * order. It is sent to the browser as text, so it may refer to nothing outside of itself; its question comes as JSON.
 */
export function findControls(asked: string): { answer: Answer; elements: Element[]; tickedElements: Element[] } {
  const question = JSON.parse(asked) as Question
  const closedRoots = (globalThis as unknown as Record<string, unknown>)[question.rootsKey] as
    | WeakMap<Element, ShadowRoot>
    | undefined
  const normalise = (text: string) =>
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  const unspaced = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]/

  const roots: (Document | ShadowRoot)[] = [document]
  for (const root of roots) {
    for (const element of root.querySelectorAll('*')) {
      const inner = element.shadowRoot ?? closedRoots?.get(element)
      if (inner) roots.push(inner)
    }
  }
  const all = (selector: string): Element[] => {
    try {
      return roots.flatMap((root) => [...root.querySelectorAll(selector)])
    } catch {
      return []
    }
  }

  const parentOf = (element: Element): Element | null => {
    if (element.assignedSlot) return element.assignedSlot
    if (element.parentElement) return element.parentElement
    const root = element.getRootNode()
    return root instanceof ShadowRoot ? root.host : null
  }

  /** Text with what stands in slots; words of other elements are kept apart. */
  function textOf(node: Node, limit = 4000): string {
    let text = ''
    const walk = (current: Node) => {
      if (text.length > limit) return
      if (current.nodeType === Node.TEXT_NODE) text += ` ${current.nodeValue ?? ''}`
      if (current instanceof Element) {
        if (/^(script|style|noscript|template)$/i.test(current.localName)) return
        if (current.localName === 'img') text += ` ${current.getAttribute('alt') ?? ''}`
        const inner = current.shadowRoot ?? closedRoots?.get(current)
        const slotted = current instanceof HTMLSlotElement ? current.assignedNodes({ flatten: true }) : []
        for (const child of slotted.length > 0 ? slotted : (inner ?? current).childNodes) walk(child)
      } else if (current instanceof DocumentFragment || current instanceof Document) {
        for (const child of current.childNodes) walk(child)
      }
    }
    walk(node)
    return text.replace(/\s+/g, ' ').trim()
  }

  function nameOf(element: Element): string {
    const label = element.getAttribute('aria-label')?.trim()
    if (label) return label
    const root = element.getRootNode() as Document | ShadowRoot
    const ids = (element.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean)
    const labelled = ids.map((id) => root.getElementById?.(id)).filter((one) => one !== null && one !== undefined)
    if (labelled.length > 0) return labelled.map((one) => textOf(one, 200)).join(' ')
    if (element instanceof HTMLInputElement) {
      if (/^(button|submit|reset)$/.test(element.type)) return element.value
      return [...(element.labels ?? [])].map((one) => textOf(one, 200)).join(' ') || element.title || element.name
    }
    return textOf(element, 300) || element.getAttribute('title') || ''
  }

  function isVisible(element: Element): boolean {
    const box = element.getBoundingClientRect()
    if (box.width < 2 || box.height < 2) return false
    return element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })
  }

  const inView = (element: Element) => {
    const box = element.getBoundingClientRect()
    return box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth
  }

  const saysAny = (text: string, words: readonly string[]) => {
    const padded = ` ${text} `
    return words.some((word) => (unspaced.test(word) ? text.includes(word) : padded.includes(` ${word} `)))
  }
  const marked = /cookie|consent|cmp|gdpr|privacy|klaro|didomi|onetrust|usercentrics|truste|cc-window|cm-modal/i

  const aboutConsent = new Map<Element, boolean>()
  /** Whether an element stands in something that asks for consent: small, and about it in words or in its own name. */
  function standsInBanner(element: Element): boolean {
    let ancestor: Element | null = element
    for (let level = 0; ancestor && level < 14; level++) {
      if (ancestor === document.body || ancestor === document.documentElement) break
      let verdict = aboutConsent.get(ancestor)
      if (verdict === undefined) {
        const label = `${ancestor.id} ${ancestor.getAttribute('class') ?? ''} ${ancestor.localName} ${ancestor.getAttribute('aria-label') ?? ''}`
        const style = getComputedStyle(ancestor)
        const floats =
          /fixed|sticky|absolute/.test(style.position) || /dialog|region/.test(ancestor.getAttribute('role') ?? '')
        const apart =
          floats || ancestor.localName === 'dialog' || ancestor.localName.includes('-') || marked.test(label)
        verdict = apart && (marked.test(label) || saysAny(normalise(textOf(ancestor, 8000)), question.about))
        aboutConsent.set(ancestor, verdict)
      }
      if (verdict) return true
      ancestor = parentOf(ancestor)
    }
    // A frame that asks for consent and nothing else: the whole of it is the banner.
    return window !== window.parent && saysAny(normalise(textOf(document.body ?? document, 8000)), question.about)
  }

  function fits(name: string, phrases: readonly string[]): number {
    let best = 0
    const words = name.split(' ').length
    for (const phrase of phrases) {
      if (name === phrase) return 100
      const compact = unspaced.test(phrase)
      if (compact ? name.length > 24 || !name.replaceAll(' ', '').includes(phrase.replaceAll(' ', '')) : words > 9)
        continue
      if (!compact && !` ${name} `.includes(` ${phrase} `)) continue
      const share = phrase.length / name.length
      // A single word says what a button does only where little else is said.
      if (!compact && !phrase.includes(' ') && words > 4) continue
      best = Math.max(best, 30 + Math.round(share * 40) + (phrase.includes(' ') ? 10 : 0))
    }
    return best
  }

  /** Which of the roles a name speaks for; one that refuses or leads on wins over one that agrees. */
  function roleOf(name: string): { role: Role; score: number } | null {
    const order: Role[] = ['reject', 'settings', 'save', 'accept']
    const scores = order.map((role) => ({ role, score: fits(name, question.phrases[role]) }))
    const exact = scores.find(({ score }) => score === 100)
    return exact ?? scores.find(({ score }) => score > 0) ?? null
  }

  const clickable =
    'button,a,summary,[role="button"],[role="link"],[role="menuitem"],input[type="button"],input[type="submit"],[onclick],[tabindex]'
  const found: { found: Found; element: Element }[] = []
  const wanted = new Set(question.roles)

  function add(role: Role, element: Element, by: string, score: number): void {
    if (!wanted.has(role) || !isVisible(element)) return
    const same = found.find((one) => one.element === element && one.found.role === role)
    if (same && same.found.score >= score) return
    const entry = { found: { role, name: nameOf(element).slice(0, 120), by, score, look: lookOf(element) }, element }
    if (same) found[found.indexOf(same)] = entry
    else found.push(entry)
  }

  for (const role of question.roles) {
    const selector = question.given[role]
    if (selector === undefined) continue
    for (const element of all(selector)) add(role, element, selector, 1000)
    wanted.delete(role)
  }
  for (const { name, selectors } of question.known) {
    for (const role of question.roles) {
      for (const selector of selectors[role] ?? []) {
        for (const element of all(selector)) add(role, element, name, 200)
      }
    }
  }

  const candidates = new Set(all(clickable))
  for (const element of all('div,span,li,p,label')) {
    if (element.childElementCount > 0 || candidates.has(element) || (element.textContent ?? '').length > 60) continue
    if (getComputedStyle(element).cursor === 'pointer') candidates.add(element)
  }
  for (const element of candidates) {
    const name = normalise(nameOf(element))
    if (name === '' || name.length > 90) continue
    if (wanted.has('withdraw')) {
      const score = fits(name, question.phrases.withdraw)
      if (score > 0) add('withdraw', element, 'words', score)
    }
    const choice = roleOf(name)
    if (!choice || !wanted.has(choice.role)) continue
    const named = saysAny(name, question.about)
    if (!named && !standsInBanner(element)) continue
    add(choice.role, element, 'words', choice.score)
  }

  function colourOf(text: string): [number, number, number, number] {
    const numbers = /^rgba?\(([^)]+)\)$/
      .exec(text)?.[1]
      ?.split(/[\s,/]+/)
      .map(Number)
    if (numbers) return [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0, numbers[3] ?? 1]
    const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
    if (!context) return [0, 0, 0, 0]
    context.fillStyle = text
    context.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data
    return [red, green, blue, alpha / 255]
  }

  function groundOf(element: Element | null): [number, number, number] {
    const layers: [number, number, number, number][] = []
    for (let current = element; current; current = parentOf(current)) {
      const style = getComputedStyle(current)
      const gradient = style.backgroundImage.match(/rgba?\([^)]+\)|color\([^)]+\)|okl[a-z]+\([^)]+\)/g)
      const layer = gradient ? average(gradient.map(colourOf)) : colourOf(style.backgroundColor)
      if (layer[3] > 0) layers.push(layer)
      if (layer[3] >= 1) break
    }
    let result: [number, number, number] = [255, 255, 255]
    for (const layer of layers.reverse()) result = over(layer, result)
    return result
  }

  function average(colours: [number, number, number, number][]): [number, number, number, number] {
    const mean = (index: 0 | 1 | 2 | 3) => colours.reduce((sum, colour) => sum + colour[index], 0) / colours.length
    return [mean(0), mean(1), mean(2), mean(3)]
  }

  function over(top: [number, number, number, number], below: [number, number, number]): [number, number, number] {
    const channel = (index: 0 | 1 | 2) => Math.round(top[index] * top[3] + below[index] * (1 - top[3]))
    return [channel(0), channel(1), channel(2)]
  }

  function lookOf(element: Element): Look {
    const box = element.getBoundingClientRect()
    const style = getComputedStyle(element)
    const range = document.createRange()
    range.selectNodeContents(element)
    const lines = [...range.getClientRects()].filter((line) => line.width > 0)
    const textWidth =
      lines.length > 0 ? Math.max(...lines.map(({ right }) => right)) - Math.min(...lines.map(({ left }) => left)) : 0
    const fill = groundOf(element)
    const ground = groundOf(parentOf(element))
    // The words may stand in an element of their own, which has the say over their looks.
    const bearer =
      [...element.querySelectorAll('*')].find((inner) => inner.childElementCount === 0 && inner.textContent?.trim()) ??
      element
    const words = getComputedStyle(bearer)
    const edge = colourOf(style.borderTopColor)
    const hasEdge = Number.parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== 'none' && edge[3] > 0
    return {
      width: Math.round(box.width),
      height: Math.round(box.height),
      textWidth: Math.round(textWidth),
      fontSize: Math.round(Number.parseFloat(words.fontSize) * 10) / 10,
      fontWeight: Number(words.fontWeight) || 400,
      underlined: words.textDecorationLine.includes('underline') || style.textDecorationLine.includes('underline'),
      text: over(colourOf(words.color), fill),
      fill,
      border: hasEdge ? over(edge, ground) : null,
      ground,
      inView: inView(element),
    }
  }

  const ticked: { box: Box; element: Element }[] = []
  for (const element of all('input[type="checkbox"],[role="switch"],[role="checkbox"]')) {
    const on = element instanceof HTMLInputElement ? element.checked : element.getAttribute('aria-checked') === 'true'
    const fixed =
      (element as HTMLInputElement).disabled === true ||
      element.getAttribute('aria-disabled') === 'true' ||
      element.hasAttribute('readonly') ||
      element.getAttribute('aria-readonly') === 'true'
    if (!on || fixed || !standsInBanner(element)) continue
    const shown = [element, ...((element as HTMLInputElement).labels ?? []), parentOf(element)]
    if (!shown.some((one) => one && isVisible(one))) continue
    const name = nameOf(element)
    ticked.push({ box: { name: name.slice(0, 120), necessary: saysAny(normalise(name), question.necessary) }, element })
  }

  return {
    answer: { found: found.map((one) => one.found), ticked: ticked.map((one) => one.box) },
    elements: found.map((one) => one.element),
    tickedElements: ticked.map((one) => one.element),
  }
}
