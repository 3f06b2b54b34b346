import { routes } from '../../http/handler.ts'

const mediaTypes = { text: 'text/plain', markdown: 'text/markdown', html: 'text/html' } as const

export const knowledgeRoutes = routes({
  addDocument: ({ team, params, body, upload }) =>
    upload
      ? team.bot(params.botId).knowledge.add({
          path: upload.path,
          filename: upload.filename,
          mediaType: upload.mediaType,
          ...upload.fields,
        })
      : team.bot(params.botId).knowledge.add({
          text: body.text,
          title: body.title,
          mediaType: mediaTypes[body.format],
          keepOriginal: body.keepOriginal,
        }),
  listDocuments: ({ team, params, query }) => team.bot(params.botId).knowledge.list(query),
  readDocument: ({ team, params }) => team.bot(params.botId).knowledge.get(params.documentId),
  removeDocument: async ({ team, params }) => {
    await team.bot(params.botId).knowledge.remove(params.documentId)
    return undefined
  },
  search: ({ team, params, body }) => team.bot(params.botId).knowledge.search(body.query, { limit: body.limit }),
  readJob: ({ team, params }) => team.job(params.jobId),
})
