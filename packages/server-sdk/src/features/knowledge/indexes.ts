import type { Embedder } from '../../models/index.ts'
import type { Row, TeamScope } from '../../mongo/index.ts'
import { bots } from '../bots/index.ts'
import { chunks, documents } from './declare.ts'
import { BotIndex } from './retrieve/index.ts'
import { titleOf } from './titles.ts'
import { unpackVectors } from './vectors.ts'

interface Held {
  version: number
  index: BotIndex
  /** Catching up happens once, however many ask meanwhile. */
  catching: Promise<void> | undefined
}

/** How many bots' indexes one process keeps in memory. The one that was not asked for longest goes first. */
const most = 200

/**
 * The search indexes of this process, one per bot, that share nothing. An index is brought up to date before it answers
 * when the bot's knowledge has changed, by whichever instance.
 */
export class KnowledgeIndexes {
  readonly #held = new Map<string, Held>()
  readonly #embedder: Embedder

  constructor(embedder: Embedder) {
    this.#embedder = embedder
  }

  /** @throws SottoError `not_found` when the bot is not the team's */
  async of(scope: TeamScope, botId: string): Promise<BotIndex> {
    const bot = await scope.collection(bots).findOne({ id: botId })
    const key = `${scope.teamId}:${botId}`
    if (!bot) {
      this.#held.delete(key)
      await scope.collection(bots).get(botId)
    }
    const held = this.#held.get(key) ?? {
      version: -1,
      index: new BotIndex({ dimensions: this.#embedder.dimensions }),
      catching: undefined,
    }
    this.#held.delete(key)
    this.#held.set(key, held)
    if (this.#held.size > most) this.#held.delete(this.#held.keys().next().value as string)
    const version = bot?.knowledgeVersion ?? 0
    while (held.version < version) {
      held.catching ??= this.#catchUp(scope, botId, held, version).finally(() => {
        held.catching = undefined
      })
      await held.catching
    }
    return held.index
  }

  async #catchUp(scope: TeamScope, botId: string, held: Held, version: number): Promise<void> {
    const bot = scope.bot(botId)
    const ready = await this.#readyDocuments(scope, botId)
    const wanted = new Set(ready.map(({ id }) => id))
    for (const id of held.index.documentIds()) if (!wanted.has(id)) held.index.remove(id)
    for (const row of ready) {
      if (held.index.has(row.id)) continue
      const document = await row.open()
      const passages = []
      for (const chunk of await bot.collection(chunks).openAll(await this.#chunksOf(scope, botId, row.id))) {
        const vectors =
          chunk.embedder === this.#embedder.id ? unpackVectors(chunk.vectors, this.#embedder.dimensions) : []
        passages.push({
          id: chunk.id,
          text: chunk.text,
          sentences: chunk.sentences,
          headingPath: chunk.headingPath,
          ...(vectors.length > 0 ? { vectors } : {}),
        })
      }
      await held.index.addGradually(
        { id: row.id, title: titleOf(document), ...(document.language ? { language: document.language } : {}) },
        passages,
      )
    }
    held.version = version
  }

  async #readyDocuments(scope: TeamScope, botId: string): Promise<Row<typeof documents>[]> {
    const rows: Row<typeof documents>[] = []
    let cursor: string | undefined
    do {
      const page = await scope
        .bot(botId)
        .collection(documents)
        .page({ state: 'ready' }, { by: 'id', order: 1, limit: 500, cursor })
      rows.push(...page.rows)
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    return rows
  }

  async #chunksOf(scope: TeamScope, botId: string, documentId: string): Promise<Row<typeof chunks>[]> {
    const rows: Row<typeof chunks>[] = []
    let cursor: string | undefined
    do {
      const page = await scope
        .bot(botId)
        .collection(chunks)
        .page({ documentId }, { by: 'ordinal', order: 1, limit: 500, cursor })
      rows.push(...page.rows)
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    return rows
  }
}
