import { expect, test } from 'vitest'
import * as main from './index.ts'
import * as node from './node.ts'
import * as slim from './slim.ts'

test('the entries export what is meant to be public', () => {
  expect(Object.keys(main).sort()).toEqual([
    'SottoClient',
    'SottoConnectionError',
    'SottoError',
    'SottoResponseError',
    'announcedTypes',
    'isSottoError',
    'operations',
    'ungrouped',
  ])
  expect(Object.keys(slim).sort()).toEqual([
    'SottoConnectionError',
    'SottoError',
    'SottoResponseError',
    'createSlimClient',
    'idempotencyKey',
    'isSottoError',
  ])
  expect(Object.keys(node).sort()).toEqual(['SottoPinError', 'pinnedFetch'])
})
