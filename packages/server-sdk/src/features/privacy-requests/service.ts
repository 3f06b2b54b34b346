import type { Principal } from '../../access/index.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { deciding } from './deciding.ts'
import type { PrivacyDependencies } from './dependencies.ts'
import { deskOf } from './desk.ts'
import { exporting } from './exporting.ts'
import { limiting } from './limiting.ts'
import { opening } from './opening.ts'
import { proving } from './proving.ts'
import { reading } from './reading.ts'

/** Requests of people about their data. */
export function privacyRequestService(
  scope: TeamScope,
  dependencies: PrivacyDependencies,
  principal: Principal | null,
) {
  const desk = deskOf(scope, dependencies, principal)
  return {
    ...opening(desk),
    ...reading(desk),
    ...proving(desk),
    ...deciding(desk),
    ...exporting(desk),
    ...limiting(desk),
  }
}

export type PrivacyRequestService = ReturnType<typeof privacyRequestService>
