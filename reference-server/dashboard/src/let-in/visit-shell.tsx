import type { SottoClient } from '@sotto/client-sdk'
import type { SupportSession } from '@sotto/contracts'
import { useMemo, useState } from 'preact/hooks'
import { linkTo } from '../app/paths.ts'
import { place } from '../app/place.ts'
import { Button } from '../design/button.tsx'
import { Confirmation } from '../design/confirmation.tsx'
import { Icon } from '../design/icon.tsx'
import { Empty } from '../design/notice.tsx'
import { fullTime, now } from '../design/time.ts'
import { initials } from '../design/words.ts'
import { areaNames, lasting, reachInWords } from '../support/words.ts'
import { ShelfPage } from './shelf-page.tsx'
import { type Shelf, shelvesOf } from './shelves.ts'
import type { Visit } from './visit.ts'

/** What stays while one looks: the bar that says who is inside, why and until when, and the kinds of data. */
export function VisitShell({ visit, session, sotto }: { visit: Visit; session: SupportSession; sotto: SottoClient }) {
  const shelves = useMemo(() => shelvesOf(sotto, session), [sotto, session])
  const here = place.value.name === 'let-in' ? place.value : { shelf: null, id: null }
  const shelf = here.shelf === null ? shelves[0] : shelves.find(({ path }) => path === here.shelf)
  return (
    <div class={here.id ? 'shell opened' : 'shell'}>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="rail">
        <div class="rail-head">
          <span class="team-mark" aria-hidden="true">
            {initials(session.team.name).slice(0, 1)}
          </span>
          <span class="rail-team">{session.team.name}</span>
        </div>
        <nav class="rail-places" aria-label="What you may look at">
          {shelves.map((each) => (
            <a key={each.path} class="rail-item" {...to(each, shelf)}>
              <Icon name={each.icon} /> <span>{each.title}</span>
            </a>
          ))}
        </nav>
      </header>
      <main id="main" class="room" tabIndex={-1}>
        <VisitBar visit={visit} session={session} />
        <nav class="visit-tabs narrow" aria-label="What you may look at">
          {shelves.map((each) => (
            <a key={each.path} class="visit-tab" {...to(each, shelf)}>
              {each.title}
            </a>
          ))}
        </nav>
        {shelf ? (
          <ShelfPage key={shelf.path} shelf={shelf} id={here.id} sotto={sotto} />
        ) : (
          <Empty icon="private" title="The team did not let you see that">
            <p>You may look at {reachInWords(session, new Map()).toLowerCase()}.</p>
          </Empty>
        )}
      </main>
    </div>
  )
}

const to = ({ path }: Shelf, current: Shelf | undefined) => ({
  href: linkTo({ name: 'let-in', shelf: path, id: null }),
  'aria-current': current?.path === path ? ('page' as const) : undefined,
})

function VisitBar({ visit, session }: { visit: Visit; session: SupportSession }) {
  const [asked, setAsked] = useState(false)
  const { person, reference, until, team, areas, conversationId, botId } = session
  const left = lasting(Date.parse(until) - now.value.getTime())
  const what = conversationId
    ? 'one conversation'
    : `${areas.map((area) => areaNames[area].toLowerCase()).join(', ')}${botId ? ' of one bot' : ''}`
  return (
    <aside class="visit-bar" aria-label="Support access">
      <Icon name="support" />
      <p>
        <strong>
          {person.name} of support looks at {team.name}
        </strong>
        <span>
          {reference}
          <span class="wide-text"> · {what}</span> ·{' '}
          <time dateTime={until} title={fullTime(until)}>{`${left} left`}</time>
          <span class="wide-text"> · each look is shown to the team</span>
        </span>
      </p>
      <Button kind="bad" onClick={() => setAsked(true)}>
        End it
      </Button>
      {asked && (
        <Confirmation title="End it now?" act="End it" onConfirm={visit.leave} onClose={() => setAsked(false)}>
          <p>
            You see nothing of {team.name} from this moment on. To look again you would have to ask with a new case.
          </p>
        </Confirmation>
      )}
    </aside>
  )
}
