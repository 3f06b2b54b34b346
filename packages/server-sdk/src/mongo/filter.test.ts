import { describe, expect, it } from 'vitest'
import { contacts } from '../features/contacts/index.ts'
import { conversations } from '../features/conversations/index.ts'
import { above, below, between, compileFilter, from, not, oneOf } from './filter.ts'

describe('a filter', () => {
  it('compares plain fields, and looks sealed ones up', () => {
    const day = new Date('2026-05-03T00:00:00Z')
    expect(compileFilter(contacts, { timezone: 'Europe/London', createdAt: day, email: 'ada@example.com' })).toEqual({
      query: { timezone: 'Europe/London', createdAt: day },
      lookups: [{ field: 'email', value: 'ada@example.com' }],
    })
    expect(compileFilter(conversations, { id: 'cnv_1', answering: null }).query).toEqual({
      _id: 'cnv_1',
      answering: null,
    })
  })

  it('takes comparisons of our own making', () => {
    const compiled = (condition: unknown) => compileFilter(conversations, { lastSeq: condition }).query.lastSeq
    expect(compiled(oneOf([1, 2]))).toEqual({ $in: [1, 2] })
    expect(compiled(not(1))).toEqual({ $ne: 1 })
    expect(compiled(below(1))).toEqual({ $lt: 1 })
    expect(compiled(above(1))).toEqual({ $gt: 1 })
    expect(compiled(from(1))).toEqual({ $gte: 1 })
    expect(compiled(between(1, 9))).toEqual({ $gte: 1, $lt: 9 })
  })

  it.each<[string, Record<string, unknown>]>([
    ['an operator', { status: { $ne: null } }],
    ['an operator for the id', { id: { $ne: null } }],
    ['an operator that looks like ours', { status: { compile: () => ({ $ne: null }) } }],
    ['a pattern', { status: /./ }],
    ['a list', { status: ['open'] }],
    ['nothing, which would fit everything', { status: undefined }],
    ['a field that is not declared', { $where: 'true' }],
    ['the team', { teamId: 'team_1' }],
    ['what every object has', { constructor: 'a' }],
    ['the prototype', JSON.parse('{"__proto__": {"$ne": null}}')],
    ['a sealed field that has no tokens', { saidName: 'Ada' }],
  ])('refuses %s', (_what, filter) => {
    expect(() => compileFilter(conversations, filter)).toThrow(TypeError)
  })

  it('refuses an operator where a value is looked up', () => {
    expect(() => compileFilter(contacts, { email: { $ne: null } })).toThrow(TypeError)
  })
})
