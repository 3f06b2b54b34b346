import { type Permission, roleHolds } from '@sotto/contracts'
import { members } from '../../access/index.ts'
import { above, type Row, type TeamScope } from '../../mongo/index.ts'

const atOnce = 1000

/** All members of a team, closed. */
async function everyMember(scope: TeamScope): Promise<Row<typeof members>[]> {
  const all: Row<typeof members>[] = []
  for (let last = ''; ; ) {
    const some = await scope.collection(members).find({ id: above(last) }, { sort: { id: 1 }, limit: atOnce })
    all.push(...some)
    if (some.length < atOnce) return all
    last = (some.at(-1) as Row<typeof members>).id
  }
}

/** Members whose role holds a permission. */
export const membersWhoHold = async (scope: TeamScope, permission: Permission): Promise<Row<typeof members>[]> =>
  (await everyMember(scope)).filter(({ role, unit }) => unit !== null && roleHolds(role, permission))
