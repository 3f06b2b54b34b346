import type { Paper, PaperChange, PaperSignature, PaperVersion } from '@sotto/contracts'
import { agreements } from '@sotto/contracts'
import { useState } from 'preact/hooks'
import { linkTo } from '../app/paths.ts'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Button } from '../design/button.tsx'
import { Confirmation } from '../design/confirmation.tsx'
import { Icon } from '../design/icon.tsx'
import { Failed } from '../design/notice.tsx'
import { fetchFile } from '../log/download.ts'
import { PaperBlocks } from './paper-blocks.tsx'
import { SignDialog } from './sign-dialog.tsx'
import { StandingView } from './standing.tsx'
import { useLoaded } from './use-loaded.ts'
import { day, fieldName, paperStandings } from './words.ts'

interface Everything {
  paper: Paper
  versions: PaperVersion[]
  changes: PaperChange[]
  signatures: PaperSignature[]
}

const publicPaths: Readonly<Record<string, string>> = {
  'privacy-notice': 'notice',
  'cookie-table': 'cookies',
  'sub-processors': 'sub-processors',
}

/** One paper: what it says now, what is published, what differs, and who signed. */
export function PaperView({ name }: { name: string }) {
  const { sotto, session, can } = useWorkspace()
  const isAgreement = (agreements as readonly string[]).includes(name)
  const [shown, setShown] = useState<number | null>(null)
  const [asking, setAsking] = useState<'publish' | 'sign' | null>(null)
  const [loaded, again] = useLoaded<Everything>(async () => {
    const [paper, versions, signatures] = await Promise.all([
      sotto.papers.get(name, shown === null ? {} : { version: shown }),
      sotto.papers.versions(name),
      isAgreement ? sotto.papers.signatures(name) : { data: [] },
    ])
    const changes = paper.state === 'changed' ? (await sotto.papers.changes(name)).data : []
    return { paper, versions: versions.data, changes, signatures: signatures.data }
  }, [sotto, name, shown])
  useTitle(loaded.state === 'ready' ? loaded.value.paper.title : 'Paper')
  if (loaded.state === 'failed') return <Failed text={loaded.problem} onRetry={() => void again()} />
  if (loaded.state === 'loading') return <div aria-busy="true" class="scroller" />
  const { paper, versions, changes, signatures } = loaded.value
  const file = (format: 'md' | 'pdf') =>
    fetchFile(
      `/v1/papers/${name}/file?format=${format}${shown === null ? '' : `&version=${shown}`}`,
      `${name}${shown === null ? '' : `-${shown}`}.${format}`,
    )
  const newest = versions[0]
  return (
    <div class="scroller paper-columns">
      <article class="paper-sheet" aria-labelledby="paper-title">
        <h2 id="paper-title">{paper.title}</h2>
        {shown !== null && (
          <p class="papers-hint">
            <Icon name="history" />
            <span>
              This is version {shown}, as it was published.{' '}
              <button type="button" class="text-button" onClick={() => setShown(null)}>
                Show what it would say now
              </button>
            </span>
          </p>
        )}
        <PaperBlocks blocks={paper.blocks} />
      </article>
      <aside class="paper-side" aria-label="About this paper">
        <StandingView standing={paperStandings[paper.state]} />
        {paper.missing.length > 0 && (
          <section>
            <h3>Missing</h3>
            <ul class="paper-gaps">
              {paper.missing.map(({ field, message }) => (
                <li key={field}>
                  <a href={linkTo({ name: 'papers', tab: 'details', id: null })}>{fieldName(field)}</a> {message}
                </li>
              ))}
            </ul>
          </section>
        )}
        {paper.remarks.length > 0 && (
          <section>
            <h3>Worth a look</h3>
            <ul class="paper-gaps">
              {paper.remarks.map(({ field, message }, index) => (
                <li key={index}>
                  {fieldName(field)}: {message}
                </li>
              ))}
            </ul>
          </section>
        )}
        <div class="paper-actions">
          {can('papers:write') && shown === null && (paper.state === 'ready' || paper.state === 'changed') && (
            <Button kind="primary" onClick={() => setAsking('publish')}>
              {newest ? `Publish version ${newest.version + 1}` : 'Publish'}
            </Button>
          )}
          {isAgreement && newest && can('papers:sign') && (
            <Button icon="receipt" onClick={() => setAsking('sign')}>
              Sign version {newest.version}
            </Button>
          )}
          <Button icon="document" onClick={() => file('pdf')}>
            Download PDF
          </Button>
          <Button icon="code" onClick={() => file('md')}>
            Download Markdown
          </Button>
          {paper.isPublic && newest && (
            <a
              class="button plain"
              href={`/privacy/${session.team.slug}/${publicPaths[name]}`}
              target="_blank"
              rel="noreferrer"
            >
              <Icon name="public" />
              <span>Open the public page</span>
            </a>
          )}
        </div>
        {changes.length > 0 && (
          <section>
            <h3>Changed since version {newest?.version}</h3>
            <ul class="paper-changes">
              {changes.slice(0, 30).map((change, index) => (
                <li key={index} class={change.change}>
                  <span class="quiet">
                    {change.change === 'added' ? 'Added' : 'Removed'}
                    {change.under && `, ${change.under}`}
                  </span>
                  <span>{change.text}</span>
                </li>
              ))}
            </ul>
            {changes.length > 30 && <p class="quiet">and {changes.length - 30} more</p>}
          </section>
        )}
        {versions.length > 0 && (
          <section>
            <h3>Versions</h3>
            <ul class="paper-versions">
              {versions.map((version) => (
                <li key={version.version}>
                  <button
                    type="button"
                    class="text-button"
                    aria-pressed={shown === version.version}
                    onClick={() => setShown(version.version)}
                  >
                    Version {version.version}
                  </button>
                  <span class="quiet">{day(version.publishedAt)}</span>
                  <code title={`SHA-256 ${version.hash}`}>{version.hash.slice(0, 12)}</code>
                </li>
              ))}
            </ul>
          </section>
        )}
        {signatures.length > 0 && (
          <section>
            <h3>Signatures</h3>
            <ul class="paper-signatures">
              {signatures.map((signature, index) => (
                <li key={index}>
                  <strong>{signature.name}</strong>, {signature.title}
                  <span class="quiet">
                    Version {signature.version}, {day(signature.at)}
                    {signature.party === 'other' && ', the other side'}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </aside>
      {asking === 'publish' && (
        <Confirmation
          title={`Publish “${paper.title}”?`}
          act="Publish"
          kind="primary"
          onClose={() => setAsking(null)}
          onConfirm={async () => {
            await sotto.papers.publish(name, { hash: paper.hash })
            await again()
          }}
        >
          <p>
            It is kept as it stands, with its date and the SHA-256 of its text, and never changes.
            {paper.isPublic && ' Anybody can read it on the privacy page of the team.'} Have counsel review it first: it
            is a template.
          </p>
        </Confirmation>
      )}
      {asking === 'sign' && newest && (
        <SignDialog name={name} version={newest} onClose={() => setAsking(null)} onSigned={() => void again()} />
      )}
    </div>
  )
}
