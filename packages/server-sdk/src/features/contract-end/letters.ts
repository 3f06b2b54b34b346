import { dayIn, minuteIn } from '../../language/index.ts'

interface Letter {
  subject: string
  text: string
}

const oneLine = (text: string) => text.replace(/[\r\n]+/g, ' ')

/** For the one owner: the code that confirms. */
export const codeLetter = (team: string, code: string): Letter => ({
  subject: `Code to delete everything of ${oneLine(team)}`,
  text: `Somebody signed in as you asked that everything ${oneLine(team)} has here be deleted.

The code that confirms it: ${code}

It is good for 15 minutes. If it was not you, do nothing, change your password, and nothing is deleted.
`,
})

/** For each owner, once it was confirmed. */
export const confirmedLetter = (team: string, at: Date, urls: { dashboard: string; certificate: string }): Letter => ({
  subject: `${oneLine(team)} will be deleted on ${dayIn(at)}`,
  text: `The end of ${oneLine(team)} was asked for and confirmed.

On ${minuteIn(at)} everything is deleted: people, conversations, tickets, appointments, documents, members and keys.
Until then everything works as before, and every owner can take it back:
${urls.dashboard}

Download what you want to keep before that, in the same place. Afterwards there is nobody who could give it to you.

When it is done, a signed certificate says what was deleted. Keep this link, it is the way to it:
${urls.certificate}
`,
})

export const cancelledLetter = (team: string): Letter => ({
  subject: `${oneLine(team)} stays`,
  text: `The end of ${oneLine(team)} was taken back by an owner. Nothing is deleted.\n`,
})

export const heldLetter = (team: string): Letter => ({
  subject: `${oneLine(team)} cannot be deleted yet`,
  text: `A legal hold keeps something of ${oneLine(team)}. Nothing is deleted until it has been released; then it goes on by itself.\n`,
})
