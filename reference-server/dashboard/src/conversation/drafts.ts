/** What somebody has begun to write, by conversation. */
export type Drafts = Map<string, string>

const byMember = new Map<string, Drafts>()

/** The drafts of a member. They stay while the page does, also over a session that ends and begins again. */
export function draftsOf(memberId: string): Drafts {
  const drafts = byMember.get(memberId) ?? new Map<string, string>()
  byMember.set(memberId, drafts)
  return drafts
}
