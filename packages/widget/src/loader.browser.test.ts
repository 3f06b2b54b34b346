import { expect } from 'chai'
import { until, Visit } from './testing/visit.ts'

describe('the loader', () => {
  let visit: Visit
  afterEach(() => visit?.end())

  const requests = () =>
    visit.window.performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name))
      .filter(({ pathname }) => pathname !== '/watch.js')
      .map(({ pathname }) => pathname)

  it('asks for nothing but itself and stores nothing before it is opened', async () => {
    visit = await Visit.begin()
    const before = JSON.stringify([Object.keys(sessionStorage), Object.keys(localStorage), document.cookie])
    await until(() => visit.launcher)
    visit.launcher.dispatchEvent(new MouseEvent('pointerenter'))
    visit.launcher.focus()
    expect(requests()).to.deep.equal(['/widget/v1.js'])
    expect(await visit.recorded()).to.deep.equal([])
    expect(JSON.stringify([Object.keys(sessionStorage), Object.keys(localStorage), document.cookie])).to.equal(before)
  })

  it('shows a launcher of 56 pixels in the corner, with a name', async () => {
    visit = await Visit.begin()
    const { width, height, right, bottom } = visit.launcher.getBoundingClientRect()
    expect([width, height]).to.deep.equal([56, 56])
    expect([visit.document.documentElement.clientWidth - right, visit.window.innerHeight - bottom]).to.deep.equal([
      20, 20,
    ])
    expect(visit.launcher.ariaLabel).to.equal('Open the chat')
  })

  it('opens the panel in its place and comes back when it is closed', async () => {
    visit = await Visit.open()
    const panel = visit.find('.panel') as HTMLElement
    const { width, right, height } = panel.getBoundingClientRect()
    expect(width).to.equal(400)
    expect(height).to.be.closeTo(0.85 * 700, 1)
    expect(visit.document.documentElement.clientWidth - right).to.equal(20)
    expect(visit.launcher.checkVisibility()).to.equal(false)
    visit.button('Close').click()
    await until(() => visit.launcher.checkVisibility())
    expect(panel.checkVisibility()).to.equal(false)
    expect(visit.root.activeElement).to.equal(visit.launcher)
  })

  it('fills a phone, as a modal dialog', async () => {
    visit = await Visit.open({ width: 390 })
    const panel = visit.find('.panel') as HTMLElement
    await Promise.all(panel.getAnimations().map(({ finished }) => finished))
    const { width, height, left, top } = panel.getBoundingClientRect()
    expect([left, top, width, height]).to.deep.equal([0, 0, 390, 700])
    expect(panel.matches(':modal')).to.equal(true)
    expect(visit.window.getComputedStyle(visit.field).fontSize).to.equal('16px')
  })

  it('stands at the start of the line where the owner wants it so', async () => {
    visit = await Visit.begin({ options: 'side=start' })
    expect(visit.launcher.getBoundingClientRect().left).to.equal(20)
  })

  it('stands on the left of a page that is read from right to left', async () => {
    visit = await Visit.open({ dir: 'rtl', lang: 'ar' })
    expect(visit.find('.panel')?.getBoundingClientRect().left).to.equal(20)
    expect(visit.find('.panel')?.dir).to.equal('rtl')
  })

  it('follows the theme that the owner sets', async () => {
    visit = await Visit.open({ options: 'theme=dark' })
    expect(visit.window.getComputedStyle(visit.find('.panel') as Element).backgroundColor).to.equal('rgb(17, 20, 25)')
  })

  it('follows the system where the owner sets none', async () => {
    visit = await Visit.open()
    expect(visit.window.getComputedStyle(visit.element).colorScheme).to.equal('light dark')
    visit.button('Close').click()
    visit.end()
    visit = await Visit.begin()
    expect(visit.window.getComputedStyle(visit.element).colorScheme).to.equal('light dark')
  })

  it('works from another origin under a strict policy with trusted types', async () => {
    visit = await Visit.open({ strict: true })
    await visit.askAndWait('What does a service cost?')
    visit.find('.chip')?.click()
    await until(() => visit.find('.source'))
    const panel = visit.window.getComputedStyle(visit.find('.panel') as Element)
    expect(panel.width).to.equal('400px')
    expect(visit.window.violations).to.deep.equal([])
  })

  it('survives a navigation that replaces the body, with the panel and the conversation in it', async () => {
    visit = await Visit.open()
    await visit.askAndWait('What does a service cost?')
    visit.write('half a draft')
    const { element } = visit
    const body = visit.document.createElement('body')
    body.append('Another page')
    visit.document.documentElement.replaceChild(body, visit.document.body)
    await until(() => visit.element === element && element.isConnected)
    await until(() => visit.find('.panel')?.checkVisibility())
    expect(visit.all('.message').length).to.equal(2)
    expect(visit.field.value).to.equal('half a draft')
    await visit.askAndWait('And the full one?')
  })

  it('survives being taken out by the site', async () => {
    visit = await Visit.begin()
    visit.element.remove()
    await until(() => visit.document.querySelector('sotto-chat'))
  })

  it('is one, however often the script runs', async () => {
    visit = await Visit.begin()
    const again = visit.document.createElement('script')
    again.type = 'module'
    again.src = `/widget/v1.js?bot=${visit.key}&again`
    const loaded = new Promise((resolve) => again.addEventListener('load', resolve))
    visit.document.body.append(again)
    await loaded
    expect(visit.document.querySelectorAll('sotto-chat').length).to.equal(1)
  })

  it('offers open, close and destroy to the page', async () => {
    visit = await Visit.begin()
    const { SottoChat } = visit.window
    const events: string[] = []
    for (const type of ['sotto-open', 'sotto-close']) {
      visit.document.addEventListener(type, () => events.push(type))
    }
    await SottoChat?.open()
    await visit.ready()
    SottoChat?.close()
    await until(() => !visit.element.open && events.length === 2)
    SottoChat?.destroy()
    expect(visit.document.querySelector('sotto-chat')).to.equal(null)
    expect(visit.window.SottoChat).to.equal(undefined)
    visit.document.body.append('something else')
    await new Promise((resolve) => setTimeout(resolve))
    expect(visit.document.querySelector('sotto-chat')).to.equal(null)
    expect(events).to.deep.equal(['sotto-open', 'sotto-close'])
  })

  it('says which bot is missing, and shows nothing', async () => {
    visit = await Visit.begin()
    visit.window.SottoChat?.destroy()
    const errors: string[] = []
    visit.window.console.error = (text: string) => errors.push(text)
    const script = visit.document.createElement('script')
    script.type = 'module'
    script.src = '/widget/v1.js'
    const loaded = new Promise((resolve) => script.addEventListener('load', resolve))
    visit.document.body.append(script)
    await loaded
    expect(errors.join()).to.contain('?bot=pk_')
    expect(visit.document.querySelector('sotto-chat')).to.equal(null)
  })

  it('opens again on the next page if it was open in a conversation', async () => {
    visit = await Visit.open()
    await visit.reload()
    await until(() => visit.launcher)
    expect(visit.element.hasAttribute('open')).to.equal(false)
    visit.launcher.click()
    await visit.ready()
    await visit.askAndWait('What does a service cost?')
    await visit.reload()
    await visit.ready()
    await until(() => visit.all('.message').length === 2)
    visit.button('Close').click()
    await until(() => !visit.element.open)
    await visit.reload()
    expect(visit.element.hasAttribute('open')).to.equal(false)
  })
})
