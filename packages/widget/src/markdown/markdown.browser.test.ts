import { expect } from 'chai'
import { html, render } from 'lit'
import { renderMarkdown } from './markdown.ts'

describe('Markdown on the page', () => {
  const place = document.createElement('div')
  before(() => document.body.append(place))
  after(() => place.remove())

  function show(text: string, writing = false) {
    const chip = (number: number) => (number < 5 ? html`<i>${number}</i>` : undefined)
    render(html`${renderMarkdown(text, { writing, citation: chip })}`, place)
    return place.innerHTML.replace(/<!--.*?-->/g, '')
  }

  const hostile = [
    '<img src=x onerror="window.attacked = true">',
    '<script>window.attacked = true</script>',
    '<svg/onload=window.attacked=true>',
    '<iframe srcdoc="<script>parent.attacked=true</script>"></iframe>',
    '[click](javascript:window.attacked=true)',
    '[click](JaVaScRiPt:window.attacked=true)',
    '[click](java\tscript:window.attacked=true)',
    '[click](<java\nscript:window.attacked=true>)',
    '[click](javascript&colon;window.attacked=true)',
    '[click](&#106;avascript:window.attacked=true)',
    '[click](\u0001javascript:window.attacked=true)',
    '[click](data:text/html,<script>parent.attacked=true</script>)',
    '[click](vbscript:x)',
    '[click](//evil.example)',
    '[click](/relative)',
    '<javascript:window.attacked=true>',
    '![x](x" onerror="window.attacked=true)',
    '![x](javascript:window.attacked=true)',
    '[x](https://ok.example" onmouseover="window.attacked=true)',
    '| <img src=x onerror=window.attacked=true> |\n|---|\n| <b>x</b> |',
    '```\n</code></pre><img src=x onerror=window.attacked=true>\n```',
    '`<img src=x onerror=window.attacked=true>`',
    '# <img src=x onerror=window.attacked=true>',
    '[1]: javascript:window.attacked=true\n\n[1]',
    '<!-- --><img src=x onerror=window.attacked=true><!-- -->',
    '<style>*{display:none}</style>',
    '<a href="javascript:window.attacked=true">x</a>',
    '{{constructor.constructor("attacked=true")()}}',
  ]

  for (const text of hostile) {
    for (const writing of [false, true]) {
      it(`does nothing on ${JSON.stringify(text)}${writing ? ' while it is written' : ''}`, async () => {
        show(text, writing)
        for (const element of place.querySelectorAll('*')) {
          const allowed = 'p strong em del code pre br hr ul ol li blockquote div table thead tbody tr th td a i'.split(
            ' ',
          )
          expect(allowed).to.include(element.localName)
          for (const { name } of element.attributes) {
            expect(['class', 'href', 'target', 'rel', 'tabindex', 'scope', 'data-align', 'start', 'dir']).to.include(
              name,
            )
          }
        }
        for (const link of place.querySelectorAll('a')) {
          expect(link.protocol).to.match(/^(https?|mailto):$/)
          expect(link.rel).to.contain('noopener')
        }
        await new Promise((resolve) => setTimeout(resolve))
        expect((window as { attacked?: boolean }).attacked).to.equal(undefined)
      })
    }
  }

  it('shows HTML as what was written', () => {
    show('<img src=x onerror=alert(1)> & <b>bold</b>')
    expect(place.textContent).to.equal('<img src=x onerror=alert(1)> & <b>bold</b>')
  })

  it('ties a known citation to its word and leaves an unknown one as it stands', () => {
    expect(show('word [1], **bold** [2] and [7]')).to.equal(
      '<p>word\u2060<i>1</i>, <strong>bold</strong>\u2060<i>2</i> and [7]</p>',
    )
  })

  it('does not let a reference turn a citation into a link', () => {
    show('[1]: https://evil.example\n\nIt costs £85 [1]')
    expect(place.querySelectorAll('a[href*="evil"]').length).to.equal(1)
    expect(place.querySelectorAll('i').length).to.equal(2)
  })

  it('opens links elsewhere, without a way back', () => {
    const shown = show(
      'See [the list](https://kestrel.example/a?b=1&c=2), www.kestrel.example, or hello@kestrel.example.',
    )
    expect(shown).to.contain(
      '<a target="_blank" rel="noopener noreferrer nofollow" href="https://kestrel.example/a?b=1&amp;c=2">the list</a>',
    )
    expect([...place.querySelectorAll('a')].map(({ href }) => href)).to.deep.equal([
      'https://kestrel.example/a?b=1&c=2',
      'http://www.kestrel.example/',
      'mailto:hello@kestrel.example',
    ])
  })

  it('shows the same in the end, however the text came', () => {
    const text =
      'A **bold** and `code` word. [1]\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n1. one\n2. two\n   - inner [2]\n\n[x](https://x.example)'
    const whole = show(text)
    for (let end = 1; end < text.length; end++) show(text.slice(0, end), true)
    expect(show(text)).to.equal(whole)
  })

  it('does not jump while it is written', () => {
    expect(show('The **Standard serv', true)).to.equal('<p>The <strong>Standard serv</strong></p>')
    expect(show('The **', true)).to.equal('<p>The</p>')
    expect(show('Run `npm sta', true)).to.equal('<p>Run <code>npm sta</code></p>')
    expect(show('It costs £85. [', true)).to.equal('<p>It costs £85.</p>')
    expect(show('It costs £85. [1', true)).to.equal('<p>It costs £85.</p>')
    expect(show('See [the list](https://kest', true)).to.equal('<p>See</p>')
  })
})
