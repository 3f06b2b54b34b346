import type { ExportRedaction, Page, PrivacyRequest } from '@sotto/contracts'
import type { z } from 'zod'
import type { ExportDownload } from '../../access-export/types.ts'
import { isSottoError, SottoError } from '../../errors.ts'
import type { PageOptions } from '../../results.ts'
import type { Desk } from './desk.ts'
import { note, read, requireOpen } from './store.ts'

const none = () => new SottoError('request_not_ready', 'There is no export of it. It was not begun, or was discarded.')

/** What staff do with the copy that a person gets. */
export const exporting = (desk: Desk) => {
  const { scope, dependencies, requireRelease, exportOf, present } = desk
  return {
    /** Places where somebody else may be named. @throws SottoError `not_found`, `request_not_ready`, `invalid_cursor` */
    async redactions(
      id: string,
      { undecided, ...page }: PageOptions & { undecided?: 'true' | undefined } = {},
    ): Promise<Page<z.infer<typeof ExportRedaction>>> {
      const known = await read(scope, id)
      const { exportId } = known.facts
      if (!exportId || !dependencies.exports) throw none()
      const found = await dependencies
        .exports(scope)
        .redactions(exportId, { ...page, undecided: undecided === 'true' })
        .catch((error: unknown) => {
          throw isSottoError(error) && error.code === 'not_found' ? none() : error
        })
      await note(scope, known, 'read', { redactions: found.data.length })
      return found
    },

    /**
     * The file that the person gets, for somebody who may let it go. It is logged, and the person's own link counts on.
     *
     * @throws SottoError `not_found`, `request_not_ready` before the file was made and after it was discarded
     */
    async exportFile(id: string): Promise<ExportDownload> {
      requireRelease(id)
      const { exportId } = (await read(scope, id)).facts
      if (!exportId || !dependencies.exports) throw none()
      return dependencies
        .exports(scope)
        .take(exportId)
        .catch((error: unknown) => {
          if (isSottoError(error) && error.code === 'not_found') throw none()
          if (isSottoError(error) && error.code === 'version_conflict')
            throw new SottoError('request_not_ready', 'The file is not made yet. Let the request go first.')
          throw error
        })
    },

    /** Decides what is left out of an export for the sake of others. @throws SottoError `request_ended`, `request_not_ready` */
    async redact(
      id: string,
      { numbers, decision }: { numbers: readonly number[] | 'undecided'; decision: 'keep' | 'remove' },
    ): Promise<PrivacyRequest> {
      requireRelease(id)
      const known = await read(scope, id)
      requireOpen(known.facts)
      const standing = await exportOf(known.facts)
      if (standing?.state !== 'review')
        throw new SottoError('request_not_ready', 'There is no export of it that waits for a decision.')
      const count = (await dependencies.exports?.(scope).decide(standing.id, numbers, decision)) ?? 0
      await note(scope, known, 'redacted', { decision, count })
      return present(known)
    },
  }
}
