import { linkTo, type PaperTab } from '../app/paths.ts'
import { useTitle } from '../app/title.ts'
import { useWorkspace } from '../app/workspace.ts'
import { Icon } from '../design/icon.tsx'
import { Tabs } from '../design/tabs.tsx'
import { BreachView } from './breach-view.tsx'
import { Breaches } from './breaches.tsx'
import { Controls } from './controls.tsx'
import { Details } from './details.tsx'
import { PaperList } from './paper-list.tsx'
import { PaperView } from './paper-view.tsx'
import { Providers } from './providers.tsx'
import { SubProcessors } from './sub-processors.tsx'
import './papers.css'

const tabs: readonly { tab: PaperTab; label: string }[] = [
  { tab: 'papers', label: 'Papers' },
  { tab: 'details', label: 'Details' },
  { tab: 'sub-processors', label: 'Sub-processors' },
  { tab: 'providers', label: 'Model providers' },
  { tab: 'controls', label: 'Controls' },
  { tab: 'breaches', label: 'Breaches' },
]

/** The papers that the law asks for, and the registers from which they are made. */
export function PapersPage({ tab, id }: { tab: PaperTab; id: string | null }) {
  const { can } = useWorkspace()
  const shown = tabs.filter((one) => one.tab !== 'breaches' || can('breaches:read'))
  return (
    <section class="papers-page" aria-labelledby="papers-heading">
      <header class="head">
        {id !== null && (
          <a
            class="icon-button"
            href={linkTo({ name: 'papers', tab, id: null })}
            aria-label={tab === 'papers' ? 'All papers' : 'All breaches'}
          >
            <Icon name="back" />
          </a>
        )}
        <h1 id="papers-heading" class="head-title">
          Papers
        </h1>
      </header>
      <Tabs class="papers-tabs" label="Papers">
        {shown.map((one) => (
          <a
            key={one.tab}
            class="tab"
            href={linkTo({ name: 'papers', tab: one.tab, id: null })}
            aria-current={one.tab === tab ? 'page' : undefined}
          >
            {one.label}
          </a>
        ))}
      </Tabs>
      <Content tab={tab} id={id} />
    </section>
  )
}

function Content({ tab, id }: { tab: PaperTab; id: string | null }) {
  if (tab === 'papers' && id) return <PaperView key={id} name={id} />
  if (tab === 'breaches' && id) return <BreachView key={id} id={id} />
  return (
    <div class="scroller">
      <Overview tab={tab} />
    </div>
  )
}

function Overview({ tab }: { tab: PaperTab }) {
  useTitle(tabs.find((one) => one.tab === tab)?.label ?? 'Papers')
  switch (tab) {
    case 'papers':
      return <PaperList />
    case 'details':
      return <Details />
    case 'sub-processors':
      return <SubProcessors />
    case 'providers':
      return <Providers />
    case 'controls':
      return <Controls />
    case 'breaches':
      return <Breaches />
  }
}
