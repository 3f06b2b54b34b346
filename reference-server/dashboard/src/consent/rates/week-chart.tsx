import { useEffect, useRef, useState } from 'preact/hooks'
import { locale } from '../../design/time.ts'
import { outcomes, type Week } from './week-rates.ts'

const dayFormat = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
export const weekName = (monday: string) => dayFormat.format(new Date(`${monday}T00:00:00Z`))

const outcomeNames = { accepted: 'Accept', partly: 'Choose', rejected: 'Reject' }

const height = 240
const left = 40
const right = 84
const top = 12
const bottom = 28

/** A number of lines that are easy to read: 0, 40, 80, 120. */
function scaleOf(most: number): number[] {
  const rough = Math.max(1, most) / 3
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, [1, 2, 4, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? power * 10)
  return Array.from({ length: Math.ceil(Math.max(1, most) / step) + 1 }, (_none, index) => index * step)
}

/** How choices went, week by week, as bars of three parts. The same numbers stand in the table beside it. */
export function WeekChart({ weeks }: { weeks: readonly Week[] }) {
  const room = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(560)
  useEffect(() => {
    if (!room.current) return
    const measure = new ResizeObserver(([entry]) => entry && setWidth(Math.max(280, entry.contentRect.width)))
    measure.observe(room.current)
    return () => measure.disconnect()
  }, [])
  const lines = scaleOf(Math.max(...weeks.map(({ total }) => total)))
  const most = lines.at(-1) ?? 1
  const y = (value: number) => height - bottom - (value / most) * (height - top - bottom)
  const slot = (width - left - right) / weeks.length
  const bar = Math.min(24, slot * 0.66)
  const last = weeks.findLast(({ total }) => total > 0)
  const every = Math.ceil(weeks.length / Math.max(2, Math.floor((width - left - right) / 72)))
  return (
    <div ref={room} class="rates-chart">
      <svg
        width={width}
        height={height}
        role="img"
        aria-label="Choices a week, by how they went. The same numbers are in the table."
      >
        {lines.map((value) => (
          <g key={value}>
            <line
              class={value === 0 ? 'rates-axis' : 'rates-line'}
              x1={left}
              x2={width - right}
              y1={y(value)}
              y2={y(value)}
            />
            <text class="rates-label" x={left - 10} y={y(value) + 4} text-anchor="end">
              {value.toLocaleString('en-GB')}
            </text>
          </g>
        ))}
        {weeks.map((week, index) => {
          const x = left + index * slot + (slot - bar) / 2
          let from = 0
          return (
            <g key={week.monday}>
              {outcomes.map((outcome) => {
                const begin = from
                from += week[outcome]
                const tall = y(begin) - y(from)
                return (
                  tall > 0 && (
                    <rect
                      key={outcome}
                      class={`rates-${outcome}`}
                      x={x}
                      y={y(from)}
                      width={bar}
                      height={Math.max(1, tall - 1.5)}
                      rx={Math.min(2, tall / 2)}
                    >
                      <title>{`${weekName(week.monday)}: ${outcomeNames[outcome]} ${week[outcome].toLocaleString('en-GB')}`}</title>
                    </rect>
                  )
                )
              })}
              {(weeks.length - 1 - index) % every === 0 && (
                <text class="rates-label" x={x + bar / 2} y={height - 8} text-anchor="middle">
                  {weekName(week.monday)}
                </text>
              )}
            </g>
          )
        })}
        {last && <Names week={last} x={width - right + 10} y={y} />}
      </svg>
    </div>
  )
}

/** What each part of the last bar is, beside it: moved apart where parts are small. */
function Names({ week, x, y }: { week: Week; x: number; y: (value: number) => number }) {
  let from = 0
  let lowest = Number.POSITIVE_INFINITY
  return (
    <>
      {outcomes.map((outcome) => {
        const middle = y(from + week[outcome] / 2) + 4
        from += week[outcome]
        const at = Math.min(middle, lowest - 18)
        lowest = at
        return (
          <text key={outcome} class={outcome === 'accepted' ? 'rates-name main' : 'rates-name'} x={x} y={at}>
            {outcomeNames[outcome]} {week[outcome].toLocaleString('en-GB')}
          </text>
        )
      })}
    </>
  )
}

/** A share over the weeks, as a line over a ground: small, for many side by side. All have the scale from none to all. */
export function ShareLine({ weeks, label }: { weeks: readonly Week[]; label: string }) {
  const [width, tall] = [240, 64]
  const told = weeks.flatMap((week, index) =>
    week.total > 0
      ? [{ x: (index / Math.max(1, weeks.length - 1)) * width, y: tall - (week.accepted / week.total) * tall }]
      : [],
  )
  const path = told.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')
  const [first, last] = [told[0], told.at(-1)]
  return (
    <svg
      class="rates-share"
      viewBox={`0 -2 ${width} ${tall + 4}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {first && last && <path class="rates-ground" d={`${path}L${last.x} ${tall}L${first.x} ${tall}Z`} />}
      <path class="rates-stroke" d={path} />
      <line class="rates-axis" x1="0" x2={width} y1={tall} y2={tall} />
    </svg>
  )
}
