import { describe, expect, it } from 'vitest'
import { excerptOf } from './excerpt.ts'
import { noteOf, shareOf } from './progress.ts'
import { refusalOf } from './refusal.ts'
import { summaryOf } from './summary.ts'

const progress = (done: number, total: number | null, note: string | null) => ({ progress: { done, total, note } })

describe('progress', () => {
  it('never goes back from reading to learning', () => {
    const shares = [
      shareOf(progress(0, 12, 'Reading')),
      shareOf(progress(12, 12, 'Reading')),
      shareOf(progress(1, 40, 'Learning')),
      shareOf(progress(40, 40, 'Learning')),
    ] as number[]
    expect(shares).toEqual([...shares].sort((one, other) => one - other))
    expect(shares.at(-1)).toBe(1)
  })

  it('is unknown where no total is', () => {
    expect(shareOf(progress(0, null, 'Reading'))).toBeNull()
    expect(noteOf(progress(0, null, 'Reading'))).toBe('Opening the file')
    expect(noteOf(progress(3, 12, 'Reading'))).toBe('Reading 3 of 12')
  })
})

describe('words about documents', () => {
  it('add up what is known, and tell who is needed', () => {
    const ready = { state: 'ready', passages: 600 } as const
    expect(summaryOf([ready, ready])).toBe('1,200 passages from 2 sources.')
    expect(summaryOf([ready, { state: 'failed', passages: 0 }])).toBe('600 passages from 1 source. One needs you.')
  })

  it('say what to do about a refusal, also about one that is new', () => {
    expect(refusalOf('document_encrypted', '').advice).toContain('without a password')
    expect(refusalOf('internal', 'The detail of the server.').advice).toBe('The detail of the server.')
  })
})

describe('an excerpt', () => {
  const text = `${'before '.repeat(40)}The best sentence.${' after'.repeat(40)}`
  const start = text.indexOf('The best')
  const best = { start, end: start + 'The best sentence.'.length }

  it('shows the best sentence whole, and a little around it, cut at words', () => {
    const { before, best: shown, after } = excerptOf({ text, best })
    expect(shown).toBe('The best sentence.')
    expect(before).toMatch(/^… (before )+$/)
    expect(after).toMatch(/^( after)+…$/)
  })

  it('shows a short passage as it is', () => {
    expect(excerptOf({ text: 'All of it.', best: { start: 0, end: 10 } })).toEqual({
      before: '',
      best: 'All of it.',
      after: '',
    })
    expect(excerptOf({ text: 'All of it.', best: null }).before).toBe('All of it.')
  })
})
