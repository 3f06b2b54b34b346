import { setTimeout as pause } from 'node:timers/promises'
import { type RetentionPreset, type RetentionRun, retentionPresets } from '@sotto/contracts'
import { auditStore } from '../audit/index.ts'
import { requireServable } from '../backup/index.ts'
import { chooseRetention, presentRules, presentRun } from '../features/retention/index.ts'
import { teams } from '../features/team/index.ts'
import { jobs } from '../jobs/index.ts'
import { type TeamScope, timeOf } from '../mongo/index.ts'
import type { Operator } from '../operator.ts'
import { beginRun, chosenOf, nextRunAt, retentionRuns } from '../retention/index.ts'
import { type Command, type Doing, MisunderstoodError, operatorOf } from './command.ts'
import { rulesTable, runTable } from './retention-table.ts'
import { minuteOf } from './words.ts'

const presetWords: Readonly<Record<RetentionPreset, string>> = {
  published: 'Contacts 3 years, conversations and appointments 2, tickets 5, files 30 days.',
  baseline: 'Conversations 90 days, files 30, everything else as published.',
  strict: 'Everything is deleted within 30 days; the log stays 7 years.',
}

interface OneTeam {
  id: string
  name: string
  scope: TeamScope
}

/** The teams that were meant: one by its id or short name, or all. */
export async function teamsOf(
  { work }: Operator,
  wanted: string | undefined,
  by = 'sotto retention',
): Promise<OneTeam[]> {
  const found: OneTeam[] = []
  for await (const team of work.system.each(teams)) {
    if (wanted !== undefined && wanted !== team.id && wanted !== team.slug) continue
    const context = { actor: { kind: 'system', id: by }, ip: null, requestId: null } as const
    found.push({ id: team.id, name: team.name, scope: work.system.team(team.id, context) })
  }
  if (wanted !== undefined && found.length === 0)
    throw new MisunderstoodError('--team names no team: give its id or its short name')
  return found
}

/** Chooses how long each team keeps what, as set-up does. */
export const retentionChooseCommand: Command = {
  name: 'retention choose',
  synopsis: '--preset published|baseline|strict [--team TEAM]',
  about: `chooses how long data is kept, from the next run on; what a team had set beside its preset is taken back.
${retentionPresets.map((preset) => `${preset.padEnd(10)} ${presetWords[preset]}`).join('\n')}`,
  takes: ['preset', 'team', 'keyring'],
  async run(doing) {
    const preset = retentionPresets.find((one) => one === doing.values.preset)
    if (!preset) throw new MisunderstoodError(`--preset is ${retentionPresets.join(', ')}`)
    const operator = await operatorOf(doing, { writes: true })
    try {
      await requireServable(operator.core.database, auditStore(operator.core.database))
      await operator.core.teamKeys.start()
      for (const { name, scope } of await teamsOf(operator, doing.values.team)) {
        await chooseRetention(scope, { preset })
        doing.say(`${name}: ${preset}. ${presetWords[preset]}`)
      }
      doing.say('What that lets go: npx sotto retention run --dry-run')
      return 0
    } finally {
      await operator.close()
    }
  },
}

/** Runs retention, or counts what a run would do. */
export const retentionRunCommand: Command = {
  name: 'retention run',
  synopsis: '[--dry-run] [--team TEAM] [--no-wait] [--json]',
  about: `ends what is due by the periods of each team, and shows what it was. --dry-run: only counts: the numbers are those
of a run. A server that runs does it; this begins it and waits. --team: one team, by its id or short name`,
  takes: ['dry-run', 'team', 'no-wait', 'json', 'keyring'],
  async run(doing) {
    const operator = await operatorOf(doing, { writes: true })
    const { core } = operator
    try {
      await requireServable(core.database, auditStore(core.database))
      await core.teamKeys.start()
      const dryRun = doing.values['dry-run'] ?? false
      const dependencies = {
        core,
        databaseTime: () => timeOf(core.database),
        kick() {},
      }
      const begun: { team: OneTeam; id: string }[] = []
      for (const team of await teamsOf(operator, doing.values.team)) {
        const { id } = await beginRun(dependencies, team.scope, { dryRun, trigger: 'hand' })
        begun.push({ team, id })
      }
      if (doing.values['no-wait']) {
        doing.say('Begun. A server that runs sees to it; `npx sotto retention status` shows how far it is.')
        return 0
      }
      const reports: { team: string; run: RetentionRun }[] = []
      for (const { team, id } of begun) {
        const run = await followed(doing, operator, team, id)
        if (!run) return 1
        reports.push({ team: team.name, run })
      }
      doing.progress.end()
      if (doing.values.json) doing.say(JSON.stringify(reports, null, 2))
      else for (const { team, run } of reports) doing.say(runTable(team, run))
      return reports.every(({ run }) => run.state === 'completed' && run.totals.failed === 0) ? 0 : 1
    } finally {
      await operator.close()
    }
  },
}

const poll = 250
/** After how long nobody who could take a job is believed to be there, in milliseconds. */
const patience = 15_000

/** Shows how far a run is until it is over. @returns `undefined` where nobody does it, or somebody stopped waiting */
async function followed(
  { progress, signal, complain }: Doing,
  { work }: Operator,
  { name, scope }: OneTeam,
  id: string,
): Promise<RetentionRun | undefined> {
  const since = performance.now()
  for (;;) {
    const row = await scope.collection(retentionRuns).findOne({ id })
    if (!row) return undefined
    if (row.state !== 'running') return presentRun(row)
    const job = row.jobId === null ? null : await work.system.findById(jobs, row.jobId)
    progress.at(`${row.dryRun ? 'Counting' : 'Ending'} what is due of ${name}`, job?.progress.done)
    if (job?.state === 'queued' && performance.now() - since > patience) {
      complain('sotto: no server takes the run. It waits for one: start a server, then `npx sotto retention status`.')
      return undefined
    }
    if (signal.aborted) {
      complain('sotto: no longer waiting; the run goes on. `npx sotto retention status` shows how far it is.')
      return undefined
    }
    await pause(poll, undefined, { signal }).catch(() => {})
  }
}

/** Shows how long what is kept, and what the last runs did. */
export const retentionStatusCommand: Command = {
  name: 'retention status',
  synopsis: '[--team TEAM] [--json]',
  about: 'how long each team keeps what, when the next run is, and what the last one did',
  takes: ['team', 'json', 'keyring'],
  async run(doing) {
    const operator = await operatorOf(doing)
    try {
      const next = await nextRunAt(operator.work)
      const all = []
      for (const { id, name, scope } of await teamsOf(operator, doing.values.team)) {
        const chosen = await chosenOf(scope)
        const rows = await scope.collection(retentionRuns).find({}, { sort: { startedAt: -1 }, limit: 5 })
        all.push({
          team: { id, name },
          preset: chosen.preset,
          rules: presentRules(operator.core.map, chosen),
          runs: rows.map(presentRun),
        })
      }
      if (doing.values.json) {
        doing.say(JSON.stringify({ nextRunAt: next?.toISOString() ?? null, teams: all }, null, 2))
        return 0
      }
      doing.say(`Next run      ${next ? minuteOf(next) : 'none is planned: no server has taken jobs yet'}`)
      for (const { team, preset, rules, runs } of all) doing.say(rulesTable(team.name, preset, rules, runs))
      return 0
    } finally {
      await operator.close()
    }
  },
}
