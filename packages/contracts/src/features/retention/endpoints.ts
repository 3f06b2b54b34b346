import { endpoint } from '../../endpoint.ts'
import { id } from '../../ids.ts'
import { PageQuery, page } from '../../pagination.ts'
import { Retention } from './retention.ts'
import { RetentionOverride, RetentionOverrideInput, RetentionOverridePatch, RetentionPatch } from './rules.ts'
import { RetentionRun, RetentionRunInput, RetentionWithheld } from './runs.ts'

/** Periods of teams, bots and people, dry runs, runs and their reports. */
export const retentionEndpoints = {
  readRetention: endpoint('GET /v1/retention', {
    summary: 'Read how long what is kept, and when the next run is',
    tag: 'Retention',
    allow: { permission: 'retention:read' },
    returns: { 200: Retention },
    logs: null,
  }),
  changeRetention: endpoint('PATCH /v1/retention', {
    summary: 'Choose a preset, or set the period of a category for the whole team',
    tag: 'Retention',
    allow: { permission: 'retention:write' },
    body: RetentionPatch,
    returns: { 200: Retention },
    logs: 'retention.changed',
  }),
  listRetentionOverrides: endpoint('GET /v1/retention/overrides', {
    summary: 'List the periods of bots and people, the newest first',
    tag: 'Retention',
    allow: { permission: 'retention:read' },
    query: PageQuery.extend({ botId: id('bot').optional(), contactId: id('contact').optional() }),
    returns: { 200: page(RetentionOverride) },
    errors: ['invalid_cursor'],
    logs: null,
  }),
  addBotRetention: endpoint('POST /v1/bots/{botId}/retention-overrides', {
    summary: 'Give what came through a bot a period of its own',
    tag: 'Retention',
    allow: { permission: 'retention:write' },
    body: RetentionOverrideInput,
    returns: { 201: RetentionOverride },
    errors: ['retention_conflict'],
    logs: 'retention-override.added',
  }),
  addContactRetention: endpoint('POST /v1/contacts/{contactId}/retention-overrides', {
    summary: 'Give what is kept of a person a period of its own',
    tag: 'Retention',
    allow: { permission: 'retention:write' },
    body: RetentionOverrideInput,
    returns: { 201: RetentionOverride },
    errors: ['retention_conflict'],
    logs: 'retention-override.added',
  }),
  changeRetentionOverride: endpoint('PATCH /v1/retention/overrides/{retentionOverrideId}', {
    summary: 'Change the period of a bot or a person',
    tag: 'Retention',
    allow: { permission: 'retention:write' },
    body: RetentionOverridePatch,
    returns: { 200: RetentionOverride },
    logs: 'retention-override.changed',
  }),
  removeRetentionOverride: endpoint('DELETE /v1/retention/overrides/{retentionOverrideId}', {
    summary: 'Take back the period of a bot or a person',
    tag: 'Retention',
    allow: { permission: 'retention:write' },
    returns: { 204: null },
    logs: 'retention-override.removed',
  }),
  startRetentionRun: endpoint('POST /v1/retention/runs', {
    summary: 'Run now, or count what a run would do. While one runs, it is that one',
    tag: 'Retention',
    allow: { permission: 'retention:write' },
    body: RetentionRunInput,
    returns: { 202: RetentionRun },
    logs: 'retention.begun',
  }),
  listRetentionRuns: endpoint('GET /v1/retention/runs', {
    summary: 'List runs, the newest first',
    tag: 'Retention',
    allow: { permission: 'retention:read' },
    query: PageQuery,
    returns: { 200: page(RetentionRun) },
    errors: ['invalid_cursor'],
    logs: null,
  }),
  readRetentionRun: endpoint('GET /v1/retention/runs/{retentionRunId}', {
    summary: 'Read the report of a run, also while it runs',
    tag: 'Retention',
    allow: { permission: 'retention:read' },
    returns: { 200: RetentionRun },
    logs: null,
  }),
  listRetentionWithheld: endpoint('GET /v1/retention/runs/{retentionRunId}/withheld', {
    summary: 'List what was due in a run and stayed, the first thousand; kept for 30 days',
    tag: 'Retention',
    allow: { permission: 'retention:read' },
    query: PageQuery,
    returns: { 200: page(RetentionWithheld) },
    errors: ['invalid_cursor'],
    logs: null,
  }),
}
