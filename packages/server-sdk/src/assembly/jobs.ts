import { exportHandler, exportKind } from '../access-export/index.ts'
import { makeBackup } from '../backup/index.ts'
import {
  erasureHandler,
  erasureKind,
  followUpHandler,
  followUpKind,
  supplementHandler,
  supplementKind,
  suppression,
} from '../erasure/index.ts'
import {
  accessReviewHandler,
  accessReviewKind,
  dailyAccessReviewHandler,
  dailyAccessReviewKind,
  grantSources,
} from '../features/access-reviews/index.ts'
import { dailyHandler, dailyKind, verificationHandler, verificationKind } from '../features/audit/index.ts'
import { backupHandler, backupKind } from '../features/backups/index.ts'
import { answerHandler, answerKind } from '../features/chat/index.ts'
import { marketingDesk, permissionHandler, permissionKind } from '../features/consent/index.ts'
import { contractEndHandler, contractEndKind } from '../features/contract-end/index.ts'
import { exceptionHandler, exceptionKind } from '../features/exceptions/index.ts'
import { resumeHandler, resumeKind, watchHandler, watchKind } from '../features/holds/index.ts'
import { filesHandler, filesKind, ingestHandler, ingestKind } from '../features/knowledge/index.ts'
import { breachClockHandler, breachClockKind } from '../features/papers/index.ts'
import {
  clockHandler,
  clockKind,
  intakeHandler,
  intakeKind,
  stepHandler,
  stepKind,
} from '../features/privacy-requests/index.ts'
import type { Shared } from '../features/services.ts'
import { supportTellHandler, supportTellKind } from '../features/support/index.ts'
import { type JobHandler, renewHandler, renewKind } from '../jobs/index.ts'
import { mailHandler, mailKind } from '../mail/index.ts'
import { extractiveWriter, modelWriter } from '../models/index.ts'
import type { Core } from '../mongo/index.ts'
import type { KeyWork } from '../open-core.ts'
import { dailyRetentionHandler, dailyRetentionKind, retentionHandler, retentionKind } from '../retention/index.ts'
import { rotationKind } from '../rotation/index.ts'
import type { Settings } from './settings.ts'

/** Who does which kind of job. */
export function jobHandlersOf(
  core: Core,
  keys: KeyWork,
  settings: Settings,
  shared: Shared,
): ReadonlyMap<string, JobHandler> {
  const { system } = keys
  const { chat, logger } = settings
  const { embedder, ending, erasing, exporting, holding, indexes, kick, links, live, log, privacy, retaining } = shared
  const handlers = new Map<string, JobHandler>([
    [verificationKind, verificationHandler(log)],
    [dailyKind, dailyHandler(system, log)],
    [rotationKind, keys.handler],
    [renewKind, renewHandler(core)],
    [erasureKind, erasureHandler(erasing)],
    [exportKind, exportHandler(exporting)],
    [followUpKind, followUpHandler(erasing)],
    [supplementKind, supplementHandler(erasing)],
    [ingestKind, ingestHandler({ embedder, kick })],
    [contractEndKind, contractEndHandler(ending)],
    [breachClockKind, breachClockHandler(shared.papers)],
    [filesKind, filesHandler(system, log)],
    [mailKind, mailHandler({ ...settings.mail, marketing: marketingDesk(links, suppression) })],
    [permissionKind, permissionHandler({ links, suppression, kick })],
    [intakeKind, intakeHandler(privacy)],
    [stepKind, stepHandler(privacy)],
    [clockKind, clockHandler(privacy)],
    [retentionKind, retentionHandler(retaining)],
    [dailyRetentionKind, dailyRetentionHandler(retaining)],
    [watchKind, watchHandler(kick)],
    [exceptionKind, exceptionHandler],
    [supportTellKind, supportTellHandler({ publicUrl: settings.publicUrl, kick })],
    [accessReviewKind, accessReviewHandler(grantSources, shared.reviewing)],
    [dailyAccessReviewKind, dailyAccessReviewHandler(shared.reviewing)],
    [resumeKind, resumeHandler(holding)],
    [
      answerKind,
      answerHandler({
        indexes,
        embedder,
        live,
        writer: (through) => (chat ? modelWriter({ model: chat, ...through }) : extractiveWriter()),
      }),
    ],
  ])
  const { mongo, database, keyring, now, backups: plan } = settings
  if (plan) {
    const make = (to: string, signal: AbortSignal) => makeBackup({ mongo, database, keyring, now, to, signal })
    const newest = () => keys.backups.newestWhole(now())
    handlers.set(backupKind, backupHandler({ plan, system, log, logger, newest, make }))
  }
  return handlers
}
