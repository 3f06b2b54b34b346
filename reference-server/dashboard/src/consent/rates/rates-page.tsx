import type { ConsentRate } from '@sotto/contracts'
import { useEffect, useState } from 'preact/hooks'
import { type Loaded, loading } from '../../app/loaded.ts'
import { useTitle } from '../../app/title.ts'
import { useWorkspace } from '../../app/workspace.ts'
import { Button } from '../../design/button.tsx'
import { Icon } from '../../design/icon.tsx'
import { Empty, Failed } from '../../design/notice.tsx'
import { count, failureInWords } from '../../design/words.ts'
import { download } from '../../log/download.ts'
import { ConsentTabs } from '../consent-tabs.tsx'
import { languageName } from '../languages.ts'
import { ShareLine, WeekChart, weekName } from './week-chart.tsx'
import { findingOf, groupsOf, percent, spanOf, weeksOf } from './week-rates.ts'
import '../consent.css'
import '../preview/preview.css'
import '../sheets.css'
import './rates.css'

interface Rates {
  rows: readonly ConsentRate[]
  withheld: number
}

const spans = [4, 12, 26, 52] as const
const layoutNames: Record<string, string> = { card: 'Card', sheet: 'Sheet', wall: 'Wall', other: 'Other' }
const languageLabel = (tag: string) => (tag === 'other' ? 'Other' : languageName(tag))

/** How choices went over time, by language and layout: numbers of choices, and of nobody. */
export function RatesPage() {
  const { sotto } = useWorkspace()
  const [weeks, setWeeks] = useState<number>(12)
  const [language, setLanguage] = useState('')
  const [layout, setLayout] = useState('')
  const [rates, setRates] = useState<Loaded<Rates>>(loading)
  useTitle('Consent rates')
  const read = async () => {
    try {
      const { data, withheld } = await sotto.consent.rates({ ...spanOf(weeks, new Date()), by: 'week' })
      setRates({ state: 'ready', value: { rows: data, withheld } })
    } catch (error) {
      setRates({ state: 'failed', missing: false, problem: failureInWords(error) })
    }
  }
  useEffect(() => void read(), [weeks])
  const all = rates.state === 'ready' ? rates.value.rows : []
  const rows = all.filter((row) => (!language || row.language === language) && (!layout || row.layout === layout))
  const options = (by: 'language' | 'layout') => groupsOf(all, by).map(({ name }) => name)
  return (
    <section class="consent-page" aria-labelledby="rates-heading">
      <header class="head consent-rates-head">
        <h1 id="rates-heading" class="head-title">
          Rates
        </h1>
        <fieldset class="consent-controls">
          <legend class="unseen">What is counted</legend>
          <Select label="Weeks" value={String(weeks)} onChoose={(value) => setWeeks(Number(value))}>
            {spans.map((each) => [String(each), `${each} weeks`] as const)}
          </Select>
          <Select label="Language" value={language} onChoose={setLanguage}>
            {[['', 'All languages'] as const, ...options('language').map((tag) => [tag, languageLabel(tag)] as const)]}
          </Select>
          <Select label="Layout" value={layout} onChoose={setLayout}>
            {[
              ['', 'All layouts'] as const,
              ...options('layout').map((name) => [name, layoutNames[name] ?? name] as const),
            ]}
          </Select>
          {rows.length > 0 && (
            <Button icon="download" onClick={() => download('consent-rates.csv', asCsv(rows))}>
              CSV
            </Button>
          )}
        </fieldset>
      </header>
      <ConsentTabs here="consent-rates" />
      <div class="scroller" aria-busy={rates.state === 'loading'}>
        {rates.state === 'failed' && <Failed text={rates.problem} onRetry={() => void read()} />}
        {rates.state === 'ready' && all.length === 0 && <Nothing withheld={rates.value.withheld} />}
        {rates.state === 'ready' && all.length > 0 && (
          <Figures rows={rows} weeks={weeks} withheld={rates.value.withheld} />
        )}
      </div>
    </section>
  )
}

const Nothing = ({ withheld }: { withheld: number }) => (
  <Empty icon="rates" title={withheld > 0 ? 'Too few choices to tell of' : 'No choices yet'}>
    <p>
      {withheld > 0
        ? 'Fewer than ten choices a week in one language and layout might be somebody, so they are not shown. More will be told as more people choose.'
        : 'As soon as people choose on your site, it is counted here how: by week, language and layout, and never by whom.'}
    </p>
  </Empty>
)

function Figures({ rows, weeks: length, withheld }: { rows: readonly ConsentRate[]; weeks: number; withheld: number }) {
  const weeks = weeksOf(rows, length, new Date())
  const newest = weeks.toReversed()
  return (
    <div class="rates-page">
      <section aria-labelledby="rates-weeks">
        <h2 id="rates-weeks">{findingOf(weeks)}</h2>
        <p class="quiet">Choices a week, by how they went</p>
        <WeekChart weeks={weeks} />
      </section>
      <section aria-labelledby="rates-table">
        <h2 id="rates-table">Week by week</h2>
        <p class="quiet">The same numbers as in the chart</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than its place is scrolled with the keyboard, too */}
        <section class="rates-weeks" tabIndex={0} aria-label="Table of weeks">
          <table class="consent-table rates-table">
            <thead>
              <tr>
                <th scope="col">Week of</th>
                <th scope="col">Choices</th>
                <th scope="col">Accept</th>
                <th scope="col">Choose</th>
                <th scope="col">Reject</th>
              </tr>
            </thead>
            <tbody>
              {newest.map((week) => (
                <tr key={week.monday}>
                  <th scope="row">{weekName(week.monday)}</th>
                  {week.total === 0 ? (
                    <td colSpan={4} class="quiet">
                      nothing to tell
                    </td>
                  ) : (
                    <>
                      <td>{week.total.toLocaleString('en-GB')}</td>
                      <td>{percent(week.accepted, week.total)}</td>
                      <td>{percent(week.partly, week.total)}</td>
                      <td>{percent(week.rejected, week.total)}</td>
                    </>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </section>
      <Groups rows={rows} by="language" title="By language" length={length} />
      <Groups rows={rows} by="layout" title="By layout" length={length} />
      <p class="rates-foot quiet">
        <Icon name="verified" />
        <span>
          Choices are counted, and never people.{' '}
          {withheld > 0 &&
            `${count(withheld, 'group')} of fewer than ten choices a week in one language and layout ${withheld === 1 ? 'is' : 'are'} left out, from every number here.`}
        </span>
      </p>
    </div>
  )
}

function Groups({
  rows,
  by,
  title,
  length,
}: {
  rows: readonly ConsentRate[]
  by: 'language' | 'layout'
  title: string
  length: number
}) {
  const groups = groupsOf(rows, by).slice(0, 6)
  const name = (group: string) => (by === 'language' ? languageLabel(group) : (layoutNames[group] ?? group))
  return (
    <section aria-labelledby={`rates-${by}`}>
      <h2 id={`rates-${by}`}>{title}</h2>
      <p class="quiet">Share that accepts everything, one scale for all</p>
      <ul class="rates-groups">
        {groups.map((group) => {
          const said = percent(group.accepted, group.total)
          return (
            <li key={group.name}>
              <p>
                <span>{name(group.name)}</span>
                <span class="quiet">{group.total.toLocaleString('en-GB')} choices</span>
                <strong>{said}</strong>
              </p>
              <ShareLine
                weeks={weeksOf(group.rows, length, new Date())}
                label={`${name(group.name)}: ${said} of ${count(group.total, 'choice')} accept everything`}
              />
            </li>
          )
        })}
      </ul>
    </section>
  )
}

const asCsv = (rows: readonly ConsentRate[]) =>
  [
    'week,language,layout,accepted,partly,rejected',
    ...rows.map((row) => [row.day, row.language, row.layout, row.accepted, row.partly, row.rejected].join(',')),
    '',
  ].join('\r\n')

const Select = ({
  label,
  value,
  children,
  onChoose,
}: {
  label: string
  value: string
  children: readonly (readonly [value: string, label: string])[]
  onChoose: (value: string) => void
}) => (
  <label class="log-filter">
    <span class="unseen">{label}</span>
    <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
      {children.map(([each, name]) => (
        <option key={each} value={each}>
          {name}
        </option>
      ))}
    </select>
  </label>
)
