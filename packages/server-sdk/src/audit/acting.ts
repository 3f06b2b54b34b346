/** Who acts. Staff and keys appear by id, support by that of its case; `system` is a job of ours (no id) or software that named itself. */
export interface Actor {
  kind: 'member' | 'api-key' | 'visitor' | 'support' | 'system'
  id: string | null
  /** The unit of the member who acts, or who made the key: what is said of them in the log ends with it. */
  unit?: string | null
}

/** Who acts, from where, in which request: what each entry of the log says of an action. */
export interface ActingContext {
  actor: Actor
  ip: string | null
  requestId: string | null
}
