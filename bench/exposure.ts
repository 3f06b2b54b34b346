import { told } from './audit/figure.ts'
import { openPlace } from './audit/place.ts'
import { guessedNames } from './exposure/guess.ts'
import { lengthsTold, namesIn, plainFieldsOf, valuesIn } from './exposure/look.ts'
import { type Person, population } from './exposure/population.ts'

const people = 1000

/**
 * What somebody learns who has a copy of all three databases and no key, but knows how common names are: in the town where
 * the people live, or, which is more than a thief can know, among these people themselves. Only values have an aim: that
 * people are found by the beginning of a name is not had for nothing, and the guide says what it costs.
 */
export async function run() {
  const place = await openPlace()
  try {
    const known = population(people)
    await fill(place.team, known)
    const copy = { client: place.client, database: place.database, teamId: place.teamId }
    const values = await valuesIn(copy, known)
    const tokens = await namesIn(copy)
    const byTown = guessedNames(tokens, known, population(20_000, 7))
    const byTeam = guessedNames(tokens, known, known)
    return {
      bench: 'exposure',
      figures: [
        { ...told('values of people that stand in the copy', values, 'values'), aim: '<=0', met: values === 0 },
        told('people whose whole name is guessed, by one who knows the town', byTown.whole, 'share', {
          'by one who knows how often each name comes in the team': byTeam.whole,
          'by always saying the commonest name': byTown.blind,
        }),
        told('people whose given name is guessed, by one who knows the town', byTown.given, 'share', {
          'by one who knows how often each name comes in the team': byTeam.given,
          'by always saying the commonest name': byTown.blindGiven,
        }),
        told('messages whose length in bytes is known exactly', await lengthsTold(copy, known), 'share'),
        told('fields that lie in the clear, of all that are declared', plainFieldsOf(place.sotto.dataMap), 'share'),
      ],
    }
  } finally {
    await place.close()
  }
}

async function fill(team: Awaited<ReturnType<typeof openPlace>>['team'], known: readonly Person[]) {
  const bot = await team.bots.create({ name: 'Wren' })
  for (const { name, email, text } of known) {
    const contact = await team.contacts.create({ name, email })
    if (text === null) continue
    const { conversation } = await team.conversations.start({ botId: bot.id, contact: { id: contact.id } })
    await team.chat.send(conversation.id, { text, author: 'member' }).result()
  }
}
