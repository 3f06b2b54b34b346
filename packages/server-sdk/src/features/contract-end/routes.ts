import { fileAnswer, routes } from '../../http/handler.ts'

export const contractEndRoutes = routes({
  readContractEnd: async ({ team }) => ({ end: await team.contractEnd.get() }),
  askContractEnd: ({ team, body }) => team.contractEnd.ask(body),
  confirmContractEnd: ({ team, body }) => team.contractEnd.confirm(body),
  cancelContractEnd: ({ team }) => team.contractEnd.cancel(),
  exportTeam: async ({ team }) => fileAnswer(await team.contractEnd.export()),
  readTeamCertificate: async ({ sotto, query }) => {
    const certificate = await sotto.teamCertificate(query.token)
    const chunks = (async function* () {
      yield certificate
    })()
    return fileAnswer({ mediaType: 'application/json', filename: 'sotto-team-certificate.json', chunks })
  },
})
