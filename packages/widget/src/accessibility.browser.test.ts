import type axe from 'axe-core'
import { expect } from 'chai'
import type { Step } from '../dev/instructions.ts'
import { until, Visit } from './testing/visit.ts'

describe('for everybody', () => {
  let visit: Visit
  afterEach(() => visit?.end())

  const cited: Step[] = [
    {
      citation: {
        number: 1,
        documentTitle: 'Handbook',
        page: 4,
        row: null,
        section: ['Prices'],
        quote: 'It costs £85.',
      },
    },
    { citation: { number: 2, documentTitle: 'Prices', page: null, row: 3, section: [], quote: '£85' } },
    {
      delta: '**£85**. [1]\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n- one [2]\n- [two](https://kestrel.example)\n\n`code`',
    },
  ]

  /** Each rule of WCAG 2.2 A and AA that axe can decide, and its best practices, on the widget in its page. */
  async function check() {
    const passing = visit.root.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations === 1)
    await Promise.all(passing.map(({ finished }) => finished.catch(() => {})))
    const source = visit.document.createElement('script')
    source.src = '/node_modules/axe-core/axe.min.js'
    const loaded = new Promise((resolve) => source.addEventListener('load', resolve))
    visit.document.head.append(source)
    await loaded
    const inside = (visit.window as unknown as { axe: typeof axe }).axe
    const { violations } = await inside.run(visit.document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    source.remove()
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ''}`).join('; ')}`,
    )
    expect(found).to.deep.equal([])
  }

  for (const theme of ['light', 'dark']) {
    describe(`in the ${theme} theme`, () => {
      const options = `theme=${theme}`

      it('has no fault when closed', async () => {
        visit = await Visit.begin({ options })
        await check()
      })

      it('has no fault before the first message', async () => {
        visit = await Visit.open({ options })
        await check()
      })

      it('has no fault in an answer with a source', async () => {
        visit = await Visit.open({ options }, { answers: [cited, [{ fail: 'model_timeout', mayRetry: true }]] })
        await visit.askAndWait('What does it cost?')
        visit.find('.prose .chip')?.click()
        await until(() => visit.find('.source'))
        visit.ask('And?')
        await until(() => visit.find('.trouble'))
        visit.button('Yes, it did').click()
        await until(() => visit.button('Yes, it did').ariaPressed === 'true')
        await check()
      })

      it('has no fault while an answer is written, and the connection lost', async () => {
        const answers: Step[][] = [[{ delta: 'One [1]' }, { delta: ' two' }, { hold: 'rest' }]]
        visit = await Visit.open({ options }, { answers })
        visit.ask('Count')
        await until(() => visit.text('.prose').includes('two'))
        await visit.tell({ refuse: { events: Array.from({ length: 8 }, () => 'internal' as const) }, cut: true })
        await until(() => visit.find('.notice.wait'))
        await check()
      })

      it('has no fault in menu, deletion and what we keep', async () => {
        visit = await Visit.open({ options })
        await visit.askAndWait('What does it cost?')
        visit.button('More').click()
        await until(() => visit.find('[role=menu]'))
        await check()
        visit.button('Delete this chat').click()
        await until(() => visit.find('[role=alertdialog]'))
        await check()
        visit.press('Escape', visit.find('.deletion'))
        visit.button('What we keep').click()
        await until(() => visit.find('.keeping'))
        await check()
      })

      it('has no fault with a person, on a phone, from right to left, in a colour of its own', async () => {
        visit = await Visit.open(
          { options, width: 390, dir: 'rtl', lang: 'ar' },
          { configuration: { colour: '#ffd400' } },
        )
        await visit.askAndWait('What does it cost?')
        await visit.tell({ member: { name: 'Mara Lindqvist', text: 'Hello' } })
        await until(() => visit.find('.message.member'))
        await check()
      })
    })
  }

  it('says each answer once, when it is complete, as plain text', async () => {
    visit = await Visit.open({}, { answers: [[{ delta: '**Half** past [1] ' }, { hold: 'rest' }, { delta: 'nine.' }]] })
    const said: string[] = []
    const region = visit.find('p.unseen[role=status]') as HTMLElement
    new visit.window.MutationObserver(() => said.push(visit.said)).observe(region, {
      childList: true,
      subtree: true,
      characterData: true,
    })
    visit.ask('When?')
    await until(() => visit.text('.prose') === 'Half past [1]' || visit.text('.prose').startsWith('Half past'))
    await visit.tell({ release: 'rest' })
    await until(() => visit.find('.message.bot[data-state=completed]'))
    await until(() => said.length >= 2)
    expect(said).to.deep.equal(['The assistant is answering', 'Assistant: Half past nine.'])
    const log = visit.find('[role=log]')
    expect(log?.ariaLive).to.equal('off')
    expect(log?.contains(visit.find('.message.bot'))).to.equal(true)
  })

  it('leads the keyboard into the panel and back', async () => {
    visit = await Visit.begin()
    visit.launcher.focus()
    visit.launcher.click()
    await visit.ready()
    await until(() => visit.root.activeElement === visit.field)
    visit.press('Escape')
    await until(() => !visit.element.open)
    expect(visit.root.activeElement).to.equal(visit.launcher)
  })

  it('works a citation by the keyboard', async () => {
    visit = await Visit.open({}, { answers: [cited] })
    await visit.askAndWait('What does it cost?')
    const chip = visit.find('.prose .chip') as HTMLElement
    expect(chip.tabIndex).to.equal(0)
    chip.focus()
    expect(visit.press('Enter').defaultPrevented).to.equal(true)
    await until(() => visit.root.activeElement === visit.find('.source'))
    visit.button('Close source').click()
    await until(() => visit.root.activeElement === visit.find('.prose .chip'))
    visit.press(' ')
    await until(() => visit.find('.source'))
  })

  it('works the menu by the keyboard', async () => {
    visit = await Visit.open()
    visit.button('More').click()
    const focused = () => visit.root.activeElement?.textContent?.trim()
    await until(() => focused() === 'English')
    visit.press('ArrowDown')
    expect(focused()).to.equal('Deutsch')
    visit.press('End')
    expect(focused()).to.equal('العربية')
    visit.press('ArrowDown')
    expect(focused()).to.equal('English')
    visit.press('ArrowUp')
    expect(focused()).to.equal('العربية')
    visit.press('Home')
    visit.press('Escape')
    await until(() => !visit.find('[role=menu]'))
    expect(visit.root.activeElement).to.equal(visit.button('More'))
    expect(visit.element.open).to.equal(true)
  })

  it('sends on Enter, breaks the line on Shift and Enter, and leaves Enter to an input method', async () => {
    visit = await Visit.open()
    visit.write('hello')
    expect(visit.press('Enter', visit.field, { shiftKey: true }).defaultPrevented).to.equal(false)
    expect(visit.press('Enter', visit.field, { isComposing: true }).defaultPrevented).to.equal(false)
    expect(visit.press('Enter', visit.field, { keyCode: 229 }).defaultPrevented).to.equal(false)
    expect(visit.all('.bubble')).to.deep.equal([])
    expect(visit.press('Enter', visit.field).defaultPrevented).to.equal(true)
    await until(() => visit.text('.bubble') === 'hello')
    await until(() => visit.field.value === '')
  })

  it('sends nothing that is empty', async () => {
    visit = await Visit.open()
    visit.ask('   \n ')
    visit.button('Send').click()
    expect(await visit.recorded('send')).to.deep.equal([])
  })

  it('lets the field grow to five lines', async () => {
    visit = await Visit.open()
    const height = () => visit.field.getBoundingClientRect().height
    const heights: number[] = []
    for (const lines of [1, 2, 5, 6, 30]) {
      visit.write('line\n'.repeat(lines).trim())
      await visit.element.updateComplete
      await until(() => visit.field.style.height)
      heights.push(Math.round(height()))
    }
    const [one = 0, two = 0, five = 0, six = 0, thirty = 0] = heights
    expect(two - one).to.be.closeTo(22.5, 1)
    expect(five - one).to.be.closeTo(4 * 22.5, 1)
    expect(six).to.be.closeTo(five, 1)
    expect(thirty).to.equal(six)
  })

  it('moves nothing for those who asked for stillness', async () => {
    visit = await Visit.open()
    const sheets = [...visit.root.adoptedStyleSheets].flatMap((sheet) =>
      [...sheet.cssRules].map(({ cssText }) => cssText),
    )
    expect(sheets.join('')).to.contain('prefers-reduced-motion: reduce')
  })

  it('speaks the language of the page, and another when asked', async () => {
    visit = await Visit.open({ lang: 'de-AT' })
    await until(() => visit.field.placeholder === 'Stellen Sie eine Frage')
    expect(visit.find('.panel')?.lang).to.equal('de')
    expect(visit.launcher.ariaLabel).to.equal('Chat öffnen')
    visit.button('Mehr').click()
    await until(() => visit.find('[role=menu]'))
    visit.button('العربية').click()
    await until(() => visit.find('.panel')?.dir === 'rtl')
    expect(visit.field.placeholder).to.equal('اطرح سؤالًا')
    expect(visit.stored).to.equal(null)
    await visit.askAndWait('؟')
    visit.button('المزيد').click()
    await until(() => visit.find('[role=menu]'))
    visit.button('Deutsch').click()
    await until(() => visit.find('.panel')?.lang === 'de')
    await visit.reload()
    await until(() => visit.find('.panel')?.lang === 'de')
  })

  it('speaks the language that the owner sets, and English where it has no other', async () => {
    visit = await Visit.open({ lang: 'en', options: 'lang=de' })
    await until(() => visit.find('.panel')?.lang === 'de')
    visit.end()
    visit = await Visit.open({ lang: 'fi' })
    expect(visit.find('.panel')?.lang).to.equal('en')
  })
})
