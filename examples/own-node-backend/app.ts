import { isSottoError, type Sotto } from '@sotto/server-sdk'
import { type IdentifiedUser, sottoRouter } from '@sotto/server-sdk/express'
import { parseCookie } from 'cookie'
import express, { type Express, type NextFunction, type Request, type Response } from 'express'

/** The cookie of this app's own sign-in, of which Sotto knows nothing. */
export const sessionCookie = 'app_session'

export interface AppOptions {
  sotto: Sotto
  botId: string
  /** Whoever this app has signed in, by the secret in their cookie. It stands for your own session store. */
  sessions: ReadonlyMap<string, IdentifiedUser>
}

/** An app that had an address book page and a sign-in of its own before Sotto came. */
export function ownApp({ sotto, botId, sessions }: AppOptions): Express {
  const userOf = (request: Request) => sessions.get(parseCookie(request.headers.cookie ?? '')[sessionCookie] ?? '')

  /** The team of whoever asks, acting in their name: everything that is done with it is logged as done by them. */
  async function teamOf(request: Request) {
    const user = userOf(request)
    return user && sotto.team(user.teamId, { actor: { userId: user.userId } })
  }

  const app = express()

  app.get('/people', async (request, response) => {
    const team = await teamOf(request)
    if (!team) return void response.status(401).send('Sign in first.\n')
    const { data } = await team.contacts.list({ limit: 100 })
    response.json(data.map(({ name, email }) => ({ name, email })))
  })

  app.post('/questions', express.text(), async (request, response) => {
    const team = await teamOf(request)
    if (!team) return void response.status(401).send('Sign in first.\n')
    const { conversation } = await team.conversations.start({ botId })
    response.type('text/plain')
    for await (const event of team.bot(botId).chat.ask({ conversationId: conversation.id, text: request.body })) {
      if (event.type === 'delta') response.write(event.text)
      if (event.type === 'completed')
        for (const { number, documentTitle, page } of event.citations)
          response.write(`\n[${number}] ${documentTitle}${page ? `, page ${page}` : ''}`)
      if (event.type === 'failed') response.write(event.problem.detail)
    }
    response.end('\n')
  })

  // The whole API, for the same people: widget, dashboard and @sotto/client-sdk find it at /sotto.
  app.use('/sotto', sottoRouter(sotto, { identify: userOf, cookies: { secure: false } }))

  app.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent || !isSottoError(error)) return next(error)
    response.status(error.status).send(`${error.message}\n`)
  })
  return app
}
