import { type Examples, next } from './making.ts'

/** Requests of session, team, sensitive data and the end of the contract. */
export const teamExamples = {
  signIn: ({ members: { viewer } }) => ({ body: { email: viewer.email, password: viewer.password } }),
  readSession: () => ({}),
  signOut: () => ({}),
  readSensitiveDataRules: () => ({}),
  changeSensitiveDataRules: ({ publicBot }) => ({
    body: { bots: [publicBot.id], alsoHealth: [`term ${next()}`] },
  }),
  trySensitiveData: ({ word }) => ({ body: { text: `Nothing of ${word} is found here` } }),
  readContractEnd: () => ({}),
  askContractEnd: async ({ fresh, slug }) => {
    await fresh.contractEnd(false)
    return { body: { slug } }
  },
  confirmContractEnd: async ({ fresh }) => {
    await fresh.contractEnd(true)
    return { body: {} }
  },
  cancelContractEnd: async ({ fresh }) => {
    await fresh.contractEnd(true)
    return {}
  },
  exportTeam: () => ({}),
  readTeamCertificate: async ({ fresh }) => ({ query: { token: await fresh.teamCertificate() } }),
  readTeam: () => ({}),
  changeTeam: ({ word }) => ({ body: { name: `Team ${word} ${next()}` } }),
  listMembers: () => ({}),
  createMember: ({ word }) => ({ body: { name: `New ${word}`, email: `new${next()}@example.com`, role: 'viewer' } }),
  changeMember: ({ members, word }) => ({
    params: { memberId: members.viewer.id },
    body: { name: `Viewer ${word} ${next()}` },
  }),
  removeMember: async ({ fresh }) => ({ params: { memberId: await fresh.member() } }),
  listApiKeys: () => ({}),
  createApiKey: ({ word }) => ({ body: { name: `Key ${word}`, scopes: ['bots:read'] } }),
  revokeApiKey: async ({ fresh }) => ({ params: { apiKeyId: await fresh.apiKey() } }),
} satisfies Examples
