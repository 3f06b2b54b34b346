import type { Checkpoint } from '@sotto/contracts'

/** A mail as it is written to owners: plain text. */
export interface CheckpointMail {
  subject: string
  text: string
}

/**
 * The mail with which owners get the newest checkpoint once a day. Whoever keeps it can later show that nothing before it
 * was changed. There is nothing personal in it.
 */
export const checkpointMail = (team: string, { origin, size, note, publicKey }: Checkpoint): CheckpointMail => ({
  subject: `Checkpoint of the log of ${team.replace(/[\r\n]+/g, ' ')}: ${size} entries`,
  text: `This is the signed state of the log of ${team}: ${size} entries of ${origin}.

Keep this mail. With it, anybody can check that none of these entries was changed or removed since: save the
lines between the marks as checkpoint.txt, export the log, and run

  npx sotto-verify log export.jsonl --checkpoint checkpoint.txt

--- checkpoint ---
${note.trimEnd()}
--- end of checkpoint ---

The public key of the log:
${publicKey}
`,
})
