import type { Team } from '@sotto/contracts'
import { useEffect, useState } from 'preact/hooks'
import { type Loaded, loading } from '../app/loaded.ts'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { CopyButton } from '../design/copy-button.tsx'
import { Icon } from '../design/icon.tsx'
import { Failed } from '../design/notice.tsx'
import { failureInWords } from '../design/words.ts'
import { WebsiteList } from '../websites/website-list.tsx'
import '../bots/bots.css'
import './portal.css'

/** Where people ask about their data: the address of the portal, and the websites that may show it. */
export function PortalPage() {
  const { sotto } = useWorkspace()
  const [team, setTeam] = useState<Loaded<Team>>(loading)
  useTitle('Privacy portal')
  const read = async () => {
    setTeam(loading)
    try {
      setTeam({ state: 'ready', value: await sotto.team.get() })
    } catch (error) {
      setTeam({ state: 'failed', missing: false, problem: failureInWords(error) })
    }
  }
  useEffect(() => void read(), [])
  return (
    <section class="portal-page" aria-labelledby="portal-heading">
      <header class="head">
        <h1 id="portal-heading" class="head-title">
          Privacy portal
        </h1>
      </header>
      <div class="scroller sheet-page" aria-busy={team.state === 'loading'}>
        {team.state === 'failed' && <Failed text={team.problem} onRetry={() => void read()} />}
        {team.state === 'ready' && (
          <>
            <Address slug={team.value.slug} />
            <Websites team={team.value} onChanged={(value) => setTeam({ state: 'ready', value })} />
          </>
        )}
      </div>
    </section>
  )
}

function Address({ slug }: { slug: string }) {
  const address = `${location.origin}/privacy/${encodeURIComponent(slug)}`
  const tag = `<script type="module" src="${location.origin}/portal/v1.js"></script>\n<sotto-privacy team="${slug}"></sotto-privacy>`
  return (
    <section class="settings" aria-labelledby="portal-address">
      <h2 id="portal-address">Its address</h2>
      <p class="quiet">
        Whoever wants to see, correct, take or erase their data, or to be left alone, does it here. Link to it from your
        privacy notice.
      </p>
      <div class="portal-copy">
        <a href={address} target="_blank" rel="noopener">
          {address}
        </a>
        <CopyButton text={address} label="Copy the address" />
      </div>
      <p class="quiet">Or show it within a page of your own. The page has to be on a website below.</p>
      <div class="portal-copy">
        <pre>
          <code>{tag}</code>
        </pre>
        <CopyButton text={tag} label="Copy the tag" />
      </div>
    </section>
  )
}

function Websites({ team, onChanged }: { team: Team; onChanged: (team: Team) => void }) {
  const { sotto, can } = useWorkspace()
  const origins = team.portalOrigins
  const onlyOwners = (
    <p class="note">
      <Icon name="private" /> <span>Owners of the team change this list.</span>
    </p>
  )
  return (
    <section class="settings" aria-labelledby="portal-websites">
      <h2 id="portal-websites">Websites that may show it</h2>
      <p class="quiet">
        {origins.length === 0
          ? 'None yet: it is shown at its own address alone.'
          : 'It is shown at its own address and on these websites, and nowhere else.'}
      </p>
      <WebsiteList
        id="portal"
        origins={origins}
        added={(origin) => `${origin} may show the portal.`}
        save={async (portalOrigins) => onChanged(await sotto.team.update({ portalOrigins }))}
        readOnly={can('team:write') ? false : onlyOwners}
      />
    </section>
  )
}
