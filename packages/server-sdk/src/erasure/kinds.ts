/** Runs an erasure. */
export const erasureKind = 'erasure.run'
/** Looks after a completed erasure until everything about it is known. */
export const followUpKind = 'erasure.follow-up'
/** Signs one thing that became known later. */
export const supplementKind = 'erasure.supplement'
