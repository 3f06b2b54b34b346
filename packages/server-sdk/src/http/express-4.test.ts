import express from 'express'
import { describe, expect, it, vi } from 'vitest'
import { suites } from './suites/index.ts'

// @ts-expect-error it has no types of its own
vi.mock('express', () => import('express-4'))

it('tests the other version', () => {
  expect(
    typeof (express as unknown as { Route: { prototype: { _handles_method?: unknown } } }).Route.prototype
      ._handles_method,
  ).toBe('function')
})

describe.each(Object.entries(suites))('Express 4: %s', (_name, suite) => {
  suite(express)
})
