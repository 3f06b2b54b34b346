import { expect } from 'chai'
import type { Step } from '../../dev/instructions.ts'
import { until, Visit } from '../testing/visit.ts'

const citation = (number: number, documentTitle: string, page: number | null, quote: string): Step => ({
  citation: { number, documentTitle, page, row: page === null ? 12 : null, section: [], quote },
})

describe('a conversation', () => {
  let visit: Visit
  afterEach(() => visit?.end())

  const bodies = async (operation: 'send' | 'start') => (await visit.recorded(operation)).map(({ body }) => body)

  describe('before the first message', () => {
    it('shows greeting, starters and who answers, stores and reads', async () => {
      visit = await Visit.open()
      expect(visit.text('.greeting h3')).to.equal('What does your bike need?')
      expect(visit.text('.disclosure')).to.contain('A machine answers here.')
      expect(visit.text('.disclosure')).to.contain(
        'Kestrel Cycles stores what you write, and its workshop team can read it.',
      )
      expect(visit.all('.welcome .row').length).to.equal(4)
      const described = visit.field.getAttribute('aria-describedby') ?? ''
      expect(visit.root.getElementById(described)?.textContent).to.contain('A machine answers here.')
    })

    it('has asked for the configuration alone, and stored nothing', async () => {
      visit = await Visit.open()
      visit.write('not sent yet')
      expect((await visit.recorded()).map(({ operation }) => operation)).to.deep.equal(['widget'])
      expect(visit.stored).to.equal(null)
      expect(document.cookie).to.equal('')
      visit.button('Close').click()
      await until(() => !visit.element.open)
      expect(visit.stored).to.equal(null)
    })

    it('says when the server cannot be reached, and tries again', async () => {
      visit = await Visit.begin({}, { refuse: { widget: ['internal', 'internal', 'internal', 'internal'] } })
      visit.launcher.click()
      await until(() => visit.text('.unavailable').includes('could not be loaded'))
      visit.button('Try again').click()
      await visit.ready()
    })

    it('says when the bot is not for this website', async () => {
      visit = await Visit.begin({}, { refuse: { widget: ['origin_not_allowed'] } })
      visit.launcher.click()
      await until(() => visit.text('.unavailable') === 'This assistant is not available on this website.')
    })
  })

  describe('an answer', () => {
    it('is streamed, and ends as the server says it ended', async () => {
      const answers: Step[][] = [[{ delta: 'Half past ' }, { hold: 'rest' }, { delta: '**nine**.' }]]
      visit = await Visit.open({}, { answers })
      visit.ask('When?')
      await until(() => visit.text('.prose') === 'Half past')
      expect(visit.find('.message.bot .dots')).not.to.equal(null)
      expect(visit.button('Stop')).not.to.equal(null)
      await visit.tell({ release: 'rest' })
      await until(() => visit.find('.message.bot[data-state=completed]'))
      expect(visit.text('.prose')).to.equal('Half past nine.')
      expect(visit.text('.prose strong')).to.equal('nine')
      expect(visit.find('.dots')).to.equal(null)
      expect(visit.button('Send')).not.to.equal(null)
    })

    it('is what the last event says, even where the pieces were not', async () => {
      visit = await Visit.open({}, { answers: [[{ delta: 'One ' }, { delta: 'two' }, { complete: 'One two three' }]] })
      await visit.askAndWait('Count')
      expect(visit.text('.prose')).to.equal('One two three')
    })

    it('begins with three dots', async () => {
      visit = await Visit.open({}, { answers: [[{ hold: 'all' }, { delta: 'Yes' }]] })
      visit.ask('Anybody there?')
      await until(() => visit.find('.message.bot .dots'))
      await visit.tell({ release: 'all' })
      await until(() => visit.text('.prose') === 'Yes')
    })

    it('starts with the path of the page, and a message that cannot arrive twice', async () => {
      visit = await Visit.open()
      await visit.askAndWait('  What does a service cost?  ')
      expect(await bodies('start')).to.deep.equal([{ page: '/page' }])
      expect(await bodies('send')).to.deep.equal([{ text: 'What does a service cost?' }])
      expect((await visit.recorded('send'))[0]?.idempotencyKey).to.match(/^[\da-f-]{36}$/)
      expect((await visit.recorded('send'))[0]?.authorization).to.equal('vt_')
    })

    it('is asked for by a starter', async () => {
      visit = await Visit.open()
      visit.all('.welcome .row')[1]?.click()
      await until(() => visit.text('.bubble') === 'When can I bring my bike in?')
      await until(() => visit.find('.message.bot[data-state=completed]'))
    })

    it('shows its sources under it', async () => {
      const answers: Step[][] = [
        [
          citation(1, 'Price list', null, 'Standard service, £85'),
          citation(2, 'Handbook', 11, 'We telephone before.'),
          { delta: 'It costs £85. [1] We ring first. [2] Or not [7].' },
        ],
      ]
      visit = await Visit.open({}, { answers })
      await visit.askAndWait('What does it cost?')
      const [first, second] = visit.all('.prose .chip') as [HTMLElement, HTMLElement]
      expect(visit.all('.prose .chip').map((chip) => chip.textContent)).to.deep.equal(['1', '2'])
      expect(visit.text('.prose')).to.contain('Or not [7].')
      expect(first.ariaLabel).to.equal('Source 1: Price list, row 12')
      first.click()
      await until(() => visit.text('.source blockquote') === 'Standard service, £85')
      expect(first.ariaExpanded).to.equal('true')
      expect(visit.root.activeElement).to.equal(visit.find('.source'))
      visit.button('Next source').click()
      await until(() => visit.text('.source-place') === 'Handbook, page 11')
      expect(visit.all('.chip.current[data-citation]')).to.deep.equal([second])
      visit.button('Next source').click()
      await until(() => visit.text('.source-place') === 'Price list, row 12')
      visit.button('Previous source').click()
      await until(() => visit.text('.source-place') === 'Handbook, page 11')
      visit.press('Escape', visit.find('.source'))
      await until(() => !visit.find('.source'))
      expect(visit.root.activeElement).to.equal(second)
      expect(visit.element.open).to.equal(true)
    })

    it('keeps a mark on the line of its word, at any width', async () => {
      const words = 'word '.repeat(60).trim().replaceAll('word word word', '**word word** [1] word, [1][1]')
      visit = await Visit.open({}, { answers: [[citation(1, 'List', 1, 'x'), { delta: words }]] })
      await visit.askAndWait('Much?')
      const panel = visit.find('.panel') as HTMLElement
      for (let width = 280; width <= 400; width += 3) {
        panel.style.inlineSize = `${width}px`
        let word = ''
        let line = new DOMRect()
        const texts = visit.document.createTreeWalker(visit.find('.prose') as Node, NodeFilter.SHOW_TEXT)
        while (texts.nextNode()) {
          const range = visit.document.createRange()
          range.selectNodeContents(texts.currentNode)
          const rects = [...range.getClientRects()]
          const { top, bottom } = rects[0] ?? line
          const inChip = texts.currentNode.parentElement?.closest('.chip')
          if (inChip) expect(top < line.bottom && bottom > line.top, `at ${width}px after '${word}'`).to.equal(true)
          word = texts.currentNode.textContent ?? ''
          line = rects.at(-1) ?? line
        }
      }
    })

    it('can be stopped, and the next question asked', async () => {
      visit = await Visit.open({}, { answers: [[{ delta: 'A long ' }, { hold: 'for ever' }, { delta: 'story' }]] })
      visit.ask('Tell me')
      await until(() => visit.text('.prose') === 'A long')
      visit.button('Stop').click()
      await until(() => visit.find('.message.bot[data-state=stopped]'))
      expect(visit.text('.stopped')).to.equal('Stopped')
      await visit.tell({ release: 'for ever' })
      await visit.askAndWait('What does a service cost?')
      expect(visit.text('.prose')).to.equal('A long')
    })

    it('can be stopped before the server has confirmed the question', async () => {
      visit = await Visit.open({}, { late: 'send' })
      visit.ask('What does a service cost?')
      await until(async () => (await visit.recorded('send')).length === 1)
      visit.button('Stop').click()
      await until(() => visit.text('.trouble p') === 'Not sent.')
      await visit.followed()
      await visit.tell({ release: 'send' })
      await until(() => visit.find('.message.bot[data-state=stopped]'))
      expect(visit.all('.bubble').length).to.equal(1)
      expect(visit.find('.trouble')).to.equal(null)
    })

    it('waits while the server still writes what was stopped', async () => {
      visit = await Visit.open({}, { answers: [[{ delta: 'A long ' }, { hold: 'for ever' }]] })
      visit.ask('Tell me')
      await until(() => visit.text('.prose') === 'A long')
      visit.button('Stop').click()
      await until(() => visit.find('.message.bot[data-state=stopped]'))
      await visit.tell({ refuse: { send: ['answer_in_progress'] } })
      await visit.askAndWait('What does a service cost?')
      const [, refused, taken] = await visit.recorded('send')
      expect(refused?.body).to.deep.equal(taken?.body)
      expect(refused?.idempotencyKey).not.to.equal(taken?.idempotencyKey)
    })

    it('is rated, and the rating taken back', async () => {
      visit = await Visit.open()
      await visit.askAndWait('What does a service cost?')
      visit.button('Yes, it did').click()
      await until(() => visit.said === 'Thank you for telling us')
      expect(visit.button('Yes, it did').ariaPressed).to.equal('true')
      visit.button('Yes, it did').click()
      await until(() => visit.button('Yes, it did').ariaPressed === 'false')
      await until(async () => (await visit.recorded('rate')).length === 2)
      expect((await visit.recorded('rate')).map(({ body }) => body)).to.deep.equal([{ rating: 'up' }, { rating: null }])
    })

    it('says when the rating could not be saved', async () => {
      visit = await Visit.open({}, { refuse: { rate: ['not_found'] } })
      await visit.askAndWait('What does a service cost?')
      visit.button('No, it did not').click()
      await until(() => visit.text('.notice') === 'Your rating could not be saved')
      expect(visit.button('No, it did not').ariaPressed).to.equal('false')
    })
  })

  describe('a failure', () => {
    it('of the answer is told in plain words and asked again', async () => {
      visit = await Visit.open({}, { answers: [[{ delta: 'Well, ' }, { fail: 'model_interrupted', mayRetry: true }]] })
      visit.ask('What does a service cost?')
      await until(() => visit.text('.trouble p') === 'The assistant could not answer.')
      visit.button('Try again').click()
      await until(() => visit.find('.message.bot[data-state=completed]'))
      expect(visit.all('.bubble').length).to.equal(1)
      expect(visit.find('.trouble')).to.equal(null)
      const [first, second] = await visit.recorded('send')
      expect(second?.body).to.deep.equal(first?.body)
      expect(second?.idempotencyKey).not.to.equal(first?.idempotencyKey)
    })

    it('that will not pass offers no second try', async () => {
      visit = await Visit.open({}, { answers: [[{ fail: 'model_refused', mayRetry: false }]] })
      visit.ask('What?')
      await until(() => visit.find('.trouble'))
      expect(visit.all('.trouble button')).to.deep.equal([])
    })

    it('to send keeps the message, and its key, for the next try', async () => {
      visit = await Visit.open()
      await visit.askAndWait('What does a service cost?')
      const drops = Array.from({ length: 9 }, () => 'drop' as const)
      await visit.tell({ refuse: { send: drops.slice(0, 2) } })
      await visit.askAndWait('And the full one?')
      const keys = (await visit.recorded('send')).slice(1).map(({ idempotencyKey }) => idempotencyKey)
      expect(keys.length).to.equal(3)
      expect(new Set(keys).size).to.equal(1)
      expect(visit.all('.bubble').length).to.equal(2)
    })

    it('by too many messages says how long to wait, and the next try is a new one', async () => {
      visit = await Visit.open({}, { refuse: { start: Array.from({ length: 4 }, () => 'rate_limited' as const) } })
      visit.ask('What does a service cost?')
      await until(() => visit.text('.trouble p') === 'Not sent. Too many messages. Please try again in 60 seconds.')
      expect(visit.stored).to.equal(null)
      visit.button('Try again').click()
      await until(() => visit.find('.message.bot[data-state=completed]'))
    })

    it('of the connection in mid-answer is mended without a word lost or doubled', async () => {
      const answers: Step[][] = [
        [
          { delta: 'One. ' },
          { hold: 'a' },
          { cut: true },
          { delta: 'Two. ' },
          { delta: 'Three. ' },
          { hold: 'b' },
          { delta: 'Four.' },
        ],
      ]
      visit = await Visit.open({}, { answers })
      visit.ask('Count')
      await until(() => visit.text('.prose') === 'One.')
      await visit.tell({ release: 'a' })
      await until(() => visit.text('.prose') === 'One. Two. Three.')
      expect((await visit.recorded('events')).at(-1)?.lastEventId).to.equal('3')
      await visit.tell({ release: 'b' })
      await until(() => visit.find('.message.bot[data-state=completed]'))
      expect(visit.text('.prose')).to.equal('One. Two. Three. Four.')
      expect(visit.find('.notice')).to.equal(null)
      expect((await bodies('send')).length).to.equal(1)
    })

    it('of the connection is shown while it lasts', async () => {
      visit = await Visit.open({}, { answers: [[{ delta: 'One. ' }, { hold: 'a' }, { delta: 'Two.' }]] })
      visit.ask('Count')
      await until(() => visit.text('.prose') === 'One.')
      await visit.tell({ refuse: { events: ['internal', 'internal'] }, cut: true })
      await until(() => visit.text('.notice').startsWith('Connection lost.'))
      await visit.tell({ release: 'a' })
      await until(() => visit.find('.message.bot[data-state=completed]'))
      expect(visit.find('.notice')).to.equal(null)
    })
  })

  describe('on the next page', () => {
    it('has its history, its ratings and its sources', async () => {
      visit = await Visit.open()
      await visit.askAndWait('What does a service cost?')
      visit.button('Yes, it did').click()
      await until(() => visit.said.startsWith('Thank'))
      const before = visit.text('.prose')
      await visit.reload()
      await until(() => visit.find('.message.bot[data-state=completed]'))
      expect(visit.text('.prose')).to.equal(before)
      expect(visit.text('.bubble')).to.equal('What does a service cost?')
      expect(visit.button('Yes, it did').ariaPressed).to.equal('true')
      visit.find('.prose .chip')?.click()
      await until(() => visit.find('.source'))
    })

    it('goes on with an answer that was being written', async () => {
      const answers: Step[][] = [
        [
          citation(1, 'Handbook', 4, 'Nine.'),
          { delta: 'Half ' },
          { hold: 'a' },
          { delta: 'past ' },
          { hold: 'b' },
          { delta: 'nine. [1]' },
        ],
      ]
      visit = await Visit.open({}, { answers })
      visit.ask('When?')
      await until(() => visit.text('.prose') === 'Half')
      await visit.tell({ release: 'a' })
      await until(() => visit.text('.prose') === 'Half past')
      await visit.reload()
      await until(() => visit.text('.prose') === 'Half past')
      expect(visit.find('.message.bot')?.dataset.state).to.equal('writing')
      await visit.tell({ release: 'b' })
      await until(() => visit.find('.message.bot[data-state=completed]'))
      expect(visit.text('.prose')).to.equal('Half past nine.\u20601')
      expect((await bodies('send')).length).to.equal(1)
    })

    it('keeps nothing but the key to it in the tab', async () => {
      visit = await Visit.open()
      await visit.askAndWait('My secret is a skipping chain')
      const saved = JSON.parse(visit.stored ?? '{}')
      expect(Object.keys(saved).sort()).to.deep.equal(['id', 'language', 'open', 'seq', 'status', 'token'])
      expect(visit.stored).not.to.contain('secret')
      expect(Object.keys(localStorage)).to.deep.equal([])
    })

    it('is begun anew where the server has it no longer', async () => {
      visit = await Visit.open()
      await visit.askAndWait('What does a service cost?')
      await visit.followed()
      await visit.tell({ lose: true })
      await visit.reload()
      await until(() => visit.text('.notice').startsWith('The earlier chat is no longer there.'))
      expect(visit.stored).to.equal(null)
      expect(visit.find('.welcome')).not.to.equal(null)
      await visit.askAndWait('What does a service cost?')
    })
  })

  describe('with a person of the team', () => {
    it('shows what they write, and who they are', async () => {
      visit = await Visit.open()
      await visit.askAndWait('What does a service cost?')
      await visit.tell({ member: { name: 'Mara Lindqvist', text: 'Mara here. Bring it in!' } })
      await until(() => visit.text('.message.member .prose') === 'Mara here. Bring it in!')
      expect(visit.text('.header h2')).to.equal('Mara Lindqvist')
      expect(visit.text('.state')).to.equal('A person from Kestrel Cycles')
      expect(visit.find('.header .avatar')?.className).to.contain('person')
    })

    it('waits for them without dots', async () => {
      visit = await Visit.open()
      await visit.askAndWait('What does a service cost?')
      await visit.tell({ status: 'waiting' })
      await until(() => visit.text('.state') === 'Waiting for a person')
      visit.ask('Hello?')
      await until(() => visit.all('.bubble').length === 2)
      expect(visit.find('.dots')).to.equal(null)
    })

    it('ends, and another can be begun', async () => {
      visit = await Visit.open()
      await visit.askAndWait('What does a service cost?')
      await visit.tell({ status: 'closed' })
      await until(() => visit.text('.closed p') === 'This chat is closed')
      visit.button('Start a new chat').click()
      await until(() => visit.find('.welcome'))
      await visit.askAndWait('What does a service cost?')
    })
  })

  describe('in the hands of the visitor', () => {
    const menu = async (item: string) => {
      visit.button('More').click()
      await until(() => visit.find('[role=menu]'))
      visit.button(item).click()
    }

    it('is deleted, on the server first, and says so', async () => {
      visit = await Visit.open()
      await visit.askAndWait('What does a service cost?')
      await menu('Delete this chat')
      await until(() => visit.find('[role=alertdialog]'))
      visit.button('Delete').click()
      await until(() => visit.text('.notice') === 'The chat is deleted, here and on our server.')
      expect((await visit.recorded('remove')).length).to.equal(1)
      expect(visit.stored).to.equal(null)
      expect(visit.all('.message')).to.deep.equal([])
    })

    it('is not called deleted when it could not be', async () => {
      visit = await Visit.open({}, { refuse: { remove: ['internal', 'internal', 'internal', 'internal'] } })
      await visit.askAndWait('What does a service cost?')
      await menu('Delete this chat')
      await until(() => visit.find('[role=alertdialog]'))
      visit.button('Delete').click()
      await until(() => visit.text('.deletion p').includes('could not be deleted'))
      expect(visit.stored).not.to.equal(null)
      visit.button('Delete').click()
      await until(() => visit.stored === null && !visit.find('.deletion'))
    })

    it('is kept when they think better of it', async () => {
      visit = await Visit.open()
      await visit.askAndWait('What does a service cost?')
      await menu('Delete this chat')
      await until(() => visit.find('[role=alertdialog]'))
      await until(() => visit.root.activeElement?.textContent === 'Keep it')
      visit.press('Escape')
      await until(() => !visit.find('[role=alertdialog]'))
      expect(visit.all('.message').length).to.equal(2)
      expect(await visit.recorded('remove')).to.deep.equal([])
    })

    it('leaves this computer, and stays on the server', async () => {
      visit = await Visit.open()
      await visit.askAndWait('What does a service cost?')
      await menu('End here on this computer')
      await until(() => visit.find('.welcome'))
      expect(visit.stored).to.equal(null)
      expect(await visit.recorded('remove')).to.deep.equal([])
    })

    it('is downloaded as a text with its sources', async () => {
      visit = await Visit.open({}, { answers: [[citation(1, 'Handbook', 4, 'At nine.'), { delta: 'At nine. [1]' }]] })
      await visit.askAndWait('When?')
      const blobs: Blob[] = []
      visit.window.URL.createObjectURL = (blob: Blob) => {
        blobs.push(blob)
        return 'blob:nothing'
      }
      let name = ''
      visit.window.HTMLAnchorElement.prototype.click = function () {
        name = this.download
      }
      await menu('Download this chat')
      const text = (await (await until(() => blobs[0])).text()).replaceAll(/, \d[^\n]*/g, '')
      expect(name).to.match(/^chat-\d{4}-\d\d-\d\d\.txt$/)
      expect(text).to.contain('You\nWhen?\n\nAssistant\nAt nine. [1]\nSources:\n[1] Handbook, page 4: “At nine.”\n')
    })

    it('is explained: what is kept, why and how long, and what can be done', async () => {
      visit = await Visit.open()
      visit.button('What we keep').click()
      await until(() => visit.text('.keeping').includes('At the model provider'))
      expect(visit.text('.keeping')).to.contain('Nothing yet. No cookies')
      expect(visit.find<HTMLAnchorElement>('.portal a')?.href).to.equal(`${location.origin}/privacy`)
      visit.press('Escape')
      await until(() => !visit.find('.keeping'))
      await visit.askAndWait('What does a service cost?')
      visit.button('What we keep').click()
      await until(() => visit.text('.keeping').includes('A key to this chat, nothing else'))
      expect(visit.button('Back')).not.to.equal(null)
    })
  })
})
