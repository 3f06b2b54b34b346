import { expect, it } from 'vitest'
import { ahead } from './pages.ts'

/** Counts up to a number, and says how far it was asked and whether it was let go. */
function counting(to: number, failsAt = Number.POSITIVE_INFINITY) {
  const state = { asked: 0, ended: false }
  async function* numbers() {
    try {
      for (let number = 1; number <= to; number += 1) {
        state.asked = number
        await null
        if (number === failsAt) throw new Error('the database is gone')
        yield number
      }
    } finally {
      state.ended = true
    }
  }
  return { state, numbers: numbers() }
}

it('gives things in their order, and asks for no more than it may while one is worked on', async () => {
  const { state, numbers } = counting(9)
  const given: [number, number][] = []
  for await (const number of ahead(numbers, 2)) {
    await new Promise(setImmediate)
    given.push([number, state.asked])
  }
  expect(given).toEqual(Array.from({ length: 9 }, (_, index) => [index + 1, Math.min(index + 3, 9)]))
  expect(state.ended).toBe(true)
})

it('fails where the things do, after those before it', async () => {
  const { numbers, state } = counting(9, 4)
  const given: number[] = []
  const all = (async () => {
    for await (const number of ahead(numbers, 2)) given.push(number)
  })()
  await expect(all).rejects.toThrow('the database is gone')
  expect([given, state.ended]).toEqual([[1, 2, 3], true])
})

it('lets go of them when nobody wants more', async () => {
  const { state, numbers } = counting(9)
  for await (const number of ahead(numbers, 2)) if (number === 3) break
  expect(state).toEqual({ asked: 5, ended: true })
})
