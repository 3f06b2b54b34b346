import { expect } from 'chai'
import { until, Visit } from './testing/visit.ts'

describe('the element', () => {
  let visit: Visit
  afterEach(() => visit?.end())

  it('comes with a launcher where a site bundles it', async () => {
    visit = await Visit.begin({ bundled: '<sotto-chat></sotto-chat>' })
    await until(() => visit.launcher)
    expect(await visit.recorded()).to.deep.equal([])
    visit.launcher.click()
    await visit.ready()
    await visit.askAndWait('What does a service cost?')
    visit.button('Close').click()
    await until(() => visit.root.activeElement === visit.launcher)
  })

  it('fills its place on a page of its own, without launcher and close', async () => {
    visit = await Visit.begin({ bundled: '<sotto-chat inline></sotto-chat>' })
    visit.element.style.height = '500px'
    await visit.ready()
    expect(visit.launcher).to.equal(null)
    expect(() => visit.button('Close')).to.throw()
    const [outer, inner] = [visit.element, visit.find('.panel') as HTMLElement].map((part) =>
      part.getBoundingClientRect(),
    )
    expect([inner?.width, inner?.height]).to.deep.equal([outer?.width, outer?.height])
    visit.press('Escape', visit.field)
    await visit.askAndWait('What does a service cost?')
  })

  it('tells the page what happens', async () => {
    visit = await Visit.begin({ bundled: '<sotto-chat></sotto-chat>' })
    const events: string[] = []
    for (const type of ['sotto-open', 'sotto-start', 'sotto-delete', 'sotto-close']) {
      visit.document.addEventListener(type, (event) => {
        const { conversationId } = (event as CustomEvent<{ conversationId?: string } | null>).detail ?? {}
        events.push(`${type} ${conversationId?.slice(0, 4) ?? ''}`.trim())
      })
    }
    await until(() => visit.launcher)
    visit.element.show()
    await visit.ready()
    await visit.askAndWait('What does a service cost?')
    visit.button('What we keep').click()
    await until(() => visit.find('.keeping'))
    visit.all('.keeping .row').at(-1)?.click()
    await until(() => visit.find('[role=alertdialog]'))
    visit.button('Delete').click()
    await until(() => visit.find('.welcome'))
    visit.element.close()
    await until(() => events.length === 4)
    expect(events).to.deep.equal(['sotto-open', 'sotto-start cnv_', 'sotto-delete', 'sotto-close'])
  })

  it('begins with another bot when its attribute changes', async () => {
    visit = await Visit.begin({ bundled: '<sotto-chat open></sotto-chat>' })
    await visit.ready()
    await visit.askAndWait('What does a service cost?')
    const other = await Visit.begin({}, { configuration: { name: 'Another bot' } })
    visit.element.setAttribute('bot', other.key)
    await until(() => visit.text('.header h2') === 'Another bot')
    expect(visit.all('.message')).to.deep.equal([])
    other.end()
  })

  it('shows the colour of the bot, made legible', async () => {
    visit = await Visit.open({ options: 'theme=light' }, { configuration: { colour: '#ffd400' } })
    const colourOf = (selector: string) =>
      visit.window.getComputedStyle(visit.find(selector) as Element).backgroundColor
    await until(() => colourOf('.avatar') !== 'rgb(0, 108, 108)')
    const [red = 0, green = 0, blue = 255] = colourOf('.avatar').match(/\d+/g)?.map(Number) ?? []
    expect(red > blue && green > blue && red < 180, colourOf('.avatar')).to.equal(true)
    expect(visit.window.getComputedStyle(visit.launcher).backgroundColor).to.equal(colourOf('.avatar'))
  })

  it('leaves the last word on colours to the page', async () => {
    visit = await Visit.open({ options: 'theme=light' }, { configuration: { colour: '#ffd400' } })
    const sheet = new visit.window.CSSStyleSheet()
    sheet.replaceSync('sotto-chat { --sotto-accent: rgb(1, 2, 3) } sotto-chat::part(bubble) { color: rgb(4, 5, 6) }')
    visit.document.adoptedStyleSheets = [sheet]
    await visit.askAndWait('What does a service cost?')
    const styleOf = (selector: string) => visit.window.getComputedStyle(visit.find(selector) as Element)
    await until(() => styleOf('.avatar').backgroundColor === 'rgb(1, 2, 3)')
    expect(styleOf('.bubble').color).to.equal('rgb(4, 5, 6)')
  })

  it('is not touched by the style of the page', async () => {
    visit = await Visit.open()
    const sheet = new visit.window.CSSStyleSheet()
    sheet.replaceSync('* { font: 40px fantasy !important; color: red; letter-spacing: 1em; text-transform: uppercase }')
    visit.document.adoptedStyleSheets = [sheet]
    const { fontSize, letterSpacing, textTransform } = visit.window.getComputedStyle(visit.field)
    expect([fontSize, letterSpacing, textTransform]).to.deep.equal(['15px', 'normal', 'none'])
  })

  it('keeps a message that was written offline, and sends it once when the connection is back', async () => {
    visit = await Visit.open()
    Object.defineProperty(visit.window.navigator, 'onLine', { configurable: true, get: () => false })
    const { fetch } = visit.window
    visit.window.fetch = async () => {
      throw new TypeError('Failed to fetch')
    }
    visit.ask('What does a service cost?')
    await until(() => visit.text('.trouble p') === 'You are offline. It is sent as soon as there is a connection.')
    Object.defineProperty(visit.window.navigator, 'onLine', { configurable: true, get: () => true })
    visit.window.fetch = fetch
    visit.window.dispatchEvent(new Event('online'))
    await until(() => visit.find('.message.bot[data-state=completed]'))
    expect(visit.all('.bubble').map(({ textContent }) => textContent)).to.deep.equal(['What does a service cost?'])
    expect((await visit.recorded('send')).length).to.equal(1)
  })
})
