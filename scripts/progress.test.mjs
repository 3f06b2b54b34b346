import { describe, expect, it } from 'vitest'
import { step } from './progress.mjs'

describe('a step', () => {
  it('says without a terminal when it starts and how long it took', async () => {
    const stream = recorder()
    let time = 0
    const result = await step(
      'Building',
      () => {
        time = 7_400
        return 'built'
      },
      { stream, now: () => time },
    )
    expect(result).toBe('built')
    expect(stream.text).toBe('  Building …\n✓ Building (7 s)\n')
  })

  it('says that it failed, and lets the reason through', async () => {
    const stream = recorder()
    const reason = new Error('no')
    await expect(step('Building', () => Promise.reject(reason), { stream, now: () => 0 })).rejects.toBe(reason)
    expect(stream.text).toBe('  Building …\n✗ Building: failed (0 s)\n')
  })

  it('keeps to one line on a terminal', async () => {
    const stream = recorder(true)
    await step('Building', async () => {}, { stream, now: () => 0 })
    expect(stream.text.match(/\n/g)).toHaveLength(1)
  })
})

function recorder(isTTY = false) {
  const stream = { isTTY, text: '', write: (text) => (stream.text += text) }
  return stream
}
