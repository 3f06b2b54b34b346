import express from 'express'
import { describe } from 'vitest'
import { suites } from './suites/index.ts'

describe.each(Object.entries(suites))('Express 5: %s', (_name, suite) => {
  suite(express)
})
