import { createHash } from 'node:crypto'
import type { EvidenceFile, Id } from '@sotto/contracts'
import type { DocumentOf } from '../../data-map/index.ts'
import { notFound } from '../../errors.ts'
import type { TeamScope } from '../../mongo/index.ts'
import { evidenceFiles } from './declare.ts'
import type { PaperFile } from './document/paper-file.ts'

type Row = DocumentOf<typeof evidenceFiles>

const present = ({ id, filename, mediaType, bytes, sha256, addedAt }: Row): EvidenceFile => ({
  id: id as Id<'evidence'>,
  ...{ filename, mediaType, bytes, sha256 },
  addedAt: addedAt.toISOString(),
})

const endings: Readonly<Record<Row['mediaType'], string>> = {
  'application/pdf': 'pdf',
  'text/plain': 'txt',
  'image/png': 'png',
  'image/jpeg': 'jpg',
}

/** Files that show that something said in papers is so. They are kept as they came. */
export function evidenceService(scope: TeamScope) {
  const rows = scope.collection(evidenceFiles)
  return {
    /** The newest first. */
    async list(): Promise<{ data: EvidenceFile[] }> {
      const found = await rows.find({}, { sort: { addedAt: -1, id: -1 }, limit: 1000 })
      return { data: (await rows.openAll(found)).map(present) }
    },

    async add(given: { filename: string; mediaType: Row['mediaType']; content: string }): Promise<EvidenceFile> {
      const bytes = Buffer.from(given.content, 'base64')
      return present(
        await rows.insert(
          {
            ...given,
            bytes: bytes.length,
            sha256: createHash('sha256').update(bytes).digest('hex'),
            addedAt: scope.now(),
          },
          { action: 'evidence.added' },
        ),
      )
    },

    /** @throws SottoError `not_found` */
    async file(id: string): Promise<PaperFile> {
      const row = await rows.findById(id)
      if (!row) throw notFound('evidence')
      const bytes = Buffer.from(row.content, 'base64')
      return {
        mediaType: row.mediaType,
        filename: `${id}.${endings[row.mediaType]}`,
        chunks: (async function* () {
          yield bytes
        })(),
      }
    },
  }
}

export type EvidenceService = ReturnType<typeof evidenceService>
