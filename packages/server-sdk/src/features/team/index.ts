export { teamSlugs, teams } from './declare.ts'
export { everyMember, membersWhoHold } from './everyone.ts'
export { mailOwners, ownersOf } from './owners.ts'
export { apiKeyService, createTeam, memberService, type NewTeam, presentTeam, teamService } from './service.ts'
