import type { Webhook } from '@sotto/client-sdk'
import { expect, it } from 'vitest'
import { shortTimeAhead } from '../design/time.ts'
import { deliveryState, eventInWords, groupsOf, hostOf, reasonOf, webhookState } from './words.ts'

const webhook: Webhook = {
  id: `whk_${'0'.repeat(26)}`,
  url: 'https://hooks.example.com:8443/in?token=1',
  description: null,
  events: ['contact.created'],
  processor: null,
  state: 'active',
  disabledBecause: null,
  failing: false,
  failures: 0,
  deliveredAt: null,
  previousSecretUntil: null,
  createdAt: '2026-11-12T09:00:00.000Z',
}

it('says how a webhook stands', () => {
  const said = (own: Partial<Webhook>) => webhookState({ ...webhook, ...own }).text
  expect(said({})).toBe('Nothing delivered yet')
  expect(said({ deliveredAt: webhook.createdAt })).toBe('Works')
  expect(said({ failing: true, deliveredAt: webhook.createdAt })).toBe('Failing')
  expect(said({ state: 'disabled', disabledBecause: 'by_hand' })).toBe('Disabled')
  expect(said({ state: 'disabled', disabledBecause: 'gone', failing: true })).toBe('Disabled, it answered 410')
  expect(hostOf(webhook)).toBe('hooks.example.com:8443')
})

it('says what became of a delivery, and why', () => {
  expect(deliveryState({ state: 'waiting', attempts: 1, problem: null }).text).toBe('On its way')
  expect(deliveryState({ state: 'waiting', attempts: 3, problem: 'timeout' }).text).toBe('Tried 3 of 10')
  expect(reasonOf({ problem: 'status', status: 503 })).toBe('answered 503')
  expect(reasonOf({ problem: 'gone', status: 410 })).toBe('answered 410, it wants nothing any more')
  expect(reasonOf({ problem: 'timeout', status: null })).toBe('no answer within 10 seconds')
  expect(reasonOf({ problem: null, status: 204 })).toBe('answered 204')
  const now = new Date('2026-11-12T09:00:00Z')
  expect(['09:00:05', '09:18:00', '19:48:00'].map((time) => shortTimeAhead(`2026-11-12T${time}Z`, now))).toEqual([
    'in a moment',
    'in 18 min',
    'in 11 h',
  ])
})

it('puts types together by what they are about, also those that it has no word for', () => {
  expect(groupsOf(['message.sent', 'contact.created', 'conversation.started', 'invoice.paid'])).toEqual([
    ['Conversations', ['message.sent', 'conversation.started']],
    ['People', ['contact.created']],
    ['Invoice', ['invoice.paid']],
  ])
  expect(eventInWords('privacy.erasure_completed')).toBe('Privacy erasure completed')
})
