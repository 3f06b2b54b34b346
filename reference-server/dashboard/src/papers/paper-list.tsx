import type { PaperSummary } from '@sotto/contracts'
import { linkTo } from '../app/paths.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Icon } from '../design/icon.tsx'
import { Failed } from '../design/notice.tsx'
import { count } from '../design/words.ts'
import { StandingView } from './standing.tsx'
import { useLoaded } from './use-loaded.ts'
import { day, fieldName, paperStandings } from './words.ts'

const ofAll = new Set(['legalEntity.legalName', 'legalEntity.contact'])

/** Every paper, and how it stands. */
export function PaperList() {
  const { sotto } = useWorkspace()
  const [loaded, again] = useLoaded(() => sotto.papers.list(), [sotto])
  if (loaded.state === 'failed') return <Failed text={loaded.problem} onRetry={() => void again()} />
  const papers = loaded.state === 'ready' ? loaded.value.data : []
  const missing = [...new Set(papers.flatMap((paper) => paper.missing.map(({ field }) => field)))]
  const general = missing.filter((field) => ofAll.has(field))
  // What every paper lacks is said once, above them.
  const own = (gaps: PaperSummary['missing']) => gaps.filter(({ field }) => !ofAll.has(field))
  return (
    <>
      {general.length > 0 && (
        <p class="papers-hint">
          <Icon name="trouble" />
          <span>
            Nothing can be published before it is said who answers for the data:{' '}
            <a href={linkTo({ name: 'papers', tab: 'details', id: null })}>
              {general.map((field) => fieldName(field).toLowerCase()).join(' and ')}
            </a>
            .
          </span>
        </p>
      )}
      <ul class="papers-list" aria-busy={loaded.state === 'loading'}>
        {papers.map((paper) => (
          <li key={paper.name}>
            <a class="paper-row" href={linkTo({ name: 'papers', tab: 'papers', id: paper.name })}>
              <Icon name={paper.isPublic ? 'public' : 'document'} size={20} />
              <span class="paper-row-text">
                <strong>{paper.title}</strong>
                <span class="quiet">
                  {[
                    paper.published
                      ? `Version ${paper.published.version}, ${day(paper.published.publishedAt)}`
                      : 'Never published',
                    own(paper.missing).length > 0
                      ? `missing: ${own(paper.missing)
                          .map(({ field }) => fieldName(field).toLowerCase())
                          .join(', ')}`
                      : paper.remarks.length > 0
                        ? count(paper.remarks.length, 'remark')
                        : null,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              <StandingView standing={paperStandings[paper.state]} />
            </a>
          </li>
        ))}
      </ul>
    </>
  )
}
