export { teamSlugs, teams } from './declare.ts'
export { apiKeyService, createTeam, memberService, type NewTeam, presentTeam, teamService } from './service.ts'
