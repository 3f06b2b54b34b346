import { type Role, roles } from '@sotto/contracts'
import type { Sotto, Team } from '../../sotto.ts'
import { nextDay } from './next-day.ts'
import type { Side } from './side.ts'

const here = { ip: '192.0.2.1', requestId: null }

/** A team with a member of each role. */
export interface Staff {
  here: typeof here
  teamId: string
  slug: string
  team: Team
  members: Side['members']
  /** A session of a member, by role or id. */
  signIn(who: string): Promise<string>
  /** A new member with the least role. @returns the id */
  leaver(): Promise<string>
}

export async function makeStaff(sotto: Sotto, word: string): Promise<Staff> {
  const emailOf = (role: Role) => `${role}@example.com`
  const {
    team: made,
    owner,
    password,
  } = await sotto.createTeam({
    name: `Team ${word}`,
    slug: `team-${word}`,
    owner: { name: `Owner ${word}`, email: emailOf('owner') },
  })
  const team = await sotto.team(made.id, { actor: { userId: owner.id } })
  const members = { owner: { id: owner.id, email: emailOf('owner'), password } } as Side['members']
  for (const role of roles) {
    if (role === 'owner') continue
    const added = await team.members.create({ name: `${role} ${word}`, email: emailOf(role), role })
    members[role] = { id: added.member.id, email: emailOf(role), password: added.password }
  }
  return {
    here,
    teamId: made.id,
    slug: made.slug,
    team,
    members,
    async signIn(who) {
      const memberId = members[who as Role]?.id ?? who
      const principal = await sotto.access.member(made.id, memberId)
      return sotto.access.issue(sotto.access.scope(principal, here), 'session', {
        memberId,
        expiresAt: new Date(Date.now() + 3_600_000),
      })
    },
    async leaver() {
      const email = `leaver${nextDay()}@example.com`
      return (await team.members.create({ name: `Leaver ${word}`, email, role: 'viewer' })).member.id
    },
  }
}
