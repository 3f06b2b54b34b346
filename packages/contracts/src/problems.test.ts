import { expect, it } from 'vitest'
import { errorCodes, Problem, problems, problemType } from './index.ts'

it.each(errorCodes)('%s has a status of refusal and a title in plain words', (code) => {
  const [status, title] = problems[code]
  expect(status).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(600)
  expect(title).toMatch(/^[A-Z].*[^.]$/)
  expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
  expect(problemType(code)).toBe(`/docs#${code}`)
})

it('a problem carries one of the codes', () => {
  const problem = {
    type: problemType('not_found'),
    title: problems.not_found[1],
    status: 404,
    code: 'not_found',
    detail: 'There is no such contact.',
  }
  expect(Problem.parse(problem)).toEqual(problem)
  expect(Problem.safeParse({ ...problem, code: 'nothing_of_ours' }).success).toBe(false)
})
