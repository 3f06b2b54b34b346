import MiniSearch from 'minisearch'
import { localEmbeddings } from '../packages/server-sdk/src/features/knowledge/embed/index.ts'
import { BotIndex, groundingThreshold } from '../packages/server-sdk/src/features/knowledge/retrieve/index.ts'
import { areaUnderCurve, type Found, type Measured, measure } from './retrieval/measure.ts'
import { type Asked, type Paragraph, type QuestionSet, readQuestions } from './retrieval/questions.ts'
import { vectorsOf } from './retrieval/vectors.ts'

interface Figure {
  name: string
  value: number
  unit: string
  aim: string | null
  met: boolean | null
  against: Record<string, number>
}

const aims = { recall1: 0.78, mrr: 0.85 }
const many = 10_000

/**
 * Does search find the paragraph that answers? All paragraphs lie in one silo; beside it, in the same run, minisearch
 * with its defaults, and the same index without vectors, as it is for languages that the local model does not know.
 *
 * @param options.dataDir where the questions lie; default `../shared/data` beside the repository.
 */
export async function run(options: { dataDir?: string } = {}): Promise<{ bench: 'retrieval'; figures: Figure[] }> {
  const set = readQuestions(options.dataDir)
  const embedder = localEmbeddings()
  const texts = set.paragraphs.flatMap(({ text, sentences }) =>
    sentences.map(({ start, end }) => text.slice(start, end)),
  )
  const vectors = await vectorsOf(embedder, [...texts, ...set.questions.map(({ question }) => question)])
  await embedder.close()
  const ofQuestions = vectors.slice(texts.length)

  const ours = indexOf(set.paragraphs, vectors)
  const fused = measure(set.questions, searchIn(ours, set.paragraphs, ofQuestions))
  const words = measure(set.questions, searchIn(indexOf(set.paragraphs), set.paragraphs))
  const mini = measure(set.questions, searchWithMiniSearch(set.paragraphs))
  const large = measure(set.questions, searchIn(enlarged(set.paragraphs, vectors), set.paragraphs, ofQuestions))
  const gate = offTopicGate(set, vectors, ofQuestions)
  report({ Sotto: fused, 'Sotto, words alone': words, 'minisearch defaults': mini })

  const figure = (name: string, pick: (measured: Measured) => number, unit: string, least?: number): Figure => ({
    name,
    value: rounded(pick(fused)),
    unit,
    aim: least === undefined ? null : `>=${least}`,
    met: least === undefined ? null : pick(fused) >= least,
    against: { 'minisearch defaults': rounded(pick(mini)), 'Sotto, words alone': rounded(pick(words)) },
  })
  const alone = (name: string, value: number, unit: string, against: Record<string, number> = {}): Figure => ({
    name,
    value: rounded(value),
    unit,
    aim: null,
    met: null,
    against,
  })
  return {
    bench: 'retrieval',
    figures: [
      figure('R@1', ({ recall }) => recall[1], 'share of questions', aims.recall1),
      figure('R@5', ({ recall }) => recall[5], 'share of questions'),
      figure('R@10', ({ recall }) => recall[10], 'share of questions'),
      figure('MRR@10', ({ mrr }) => mrr, 'mean reciprocal rank', aims.mrr),
      figure('query, median', ({ milliseconds }) => milliseconds.median, 'ms'),
      figure('query, p95', ({ milliseconds }) => milliseconds.p95, 'ms'),
      alone(`query over ${many} chunks, median`, large.milliseconds.median, 'ms'),
      alone(`query over ${many} chunks, p95`, large.milliseconds.p95, 'ms'),
      alone('best sentence holds the answer', fused.sentence, 'share of found paragraphs'),
      alone('off-topic questions told apart, by score', gate.byScore, 'area under curve', {
        'by topicality': gate.byTopicality,
      }),
      alone(`off-topic questions refused at score ${groundingThreshold}`, gate.refused, 'share', {
        'on-topic answered': gate.answered,
      }),
    ],
  }
}

type Vectors = readonly Float32Array[]

function indexOf(paragraphs: readonly Paragraph[], vectors?: Vectors): BotIndex {
  const index = new BotIndex()
  addAll(index, paragraphs, '', vectors)
  return index
}

function addAll(index: BotIndex, paragraphs: readonly Paragraph[], prefix: string, vectors?: Vectors): void {
  let row = 0
  const chunks = paragraphs.map(({ id, article, text, sentences }) => {
    const own = vectors?.slice(row, row + sentences.length)
    row += sentences.length
    return { article, chunk: { id: `${prefix}${id}`, text, sentences, ...(own ? { vectors: own } : {}) } }
  })
  for (const [title, members] of Map.groupBy(chunks, ({ article }) => article)) {
    index.add(
      { id: `${prefix}${title}`, title },
      members.map(({ chunk }) => chunk),
    )
  }
}

/** Copies of the same paragraphs: worth nothing as answers, but as much work. */
function enlarged(paragraphs: readonly Paragraph[], vectors: Vectors): BotIndex {
  const index = new BotIndex()
  for (let copy = 0; index.size < many; copy += 1) {
    addAll(index, paragraphs.slice(0, many - index.size), `${copy}:`, vectors)
  }
  return index
}

function searchIn(index: BotIndex, paragraphs: readonly Paragraph[], questions?: Vectors) {
  const texts = new Map(paragraphs.map(({ id, text }) => [id, text]))
  return ({ question }: Asked, position: number): Found[] => {
    const queryVector = questions?.[position]
    return index.search(question, { limit: 10, ...(queryVector ? { queryVector } : {}) }).map((hit) => ({
      paragraphId: hit.chunkId,
      sentence: texts.get(hit.chunkId)?.slice(hit.bestSentence.start, hit.bestSentence.end) ?? '',
    }))
  }
}

function searchWithMiniSearch(paragraphs: readonly Paragraph[]) {
  const index = new MiniSearch({ fields: ['article', 'text'] })
  index.addAll(paragraphs)
  return ({ question }: Asked): Found[] =>
    index
      .search(question)
      .slice(0, 10)
      .map(({ id }) => ({ paragraphId: String(id) }))
}

/** Half of the articles make a silo; questions about the other half have no answer in it. */
function offTopicGate({ paragraphs, questions }: QuestionSet, vectors: Vectors, ofQuestions: Vectors) {
  const articles = [...new Set(paragraphs.map(({ article }) => article))]
  const held = new Set(articles.filter((_, position) => position % 2 === 0))
  const rows: Float32Array[] = []
  let row = 0
  for (const { article, sentences } of paragraphs) {
    if (held.has(article)) rows.push(...vectors.slice(row, row + sentences.length))
    row += sentences.length
  }
  const own = paragraphs.filter(({ article }) => held.has(article))
  const index = indexOf(own, rows)
  const ids = new Set(own.map(({ id }) => id))
  const scores = { on: [] as number[], off: [] as number[] }
  const topicality = { on: [] as number[], off: [] as number[] }
  for (const [position, { question, paragraphId }] of questions.entries()) {
    const side = ids.has(paragraphId) ? 'on' : 'off'
    const queryVector = ofQuestions[position]
    scores[side].push(index.search(question, { limit: 1, ...(queryVector ? { queryVector } : {}) })[0]?.score ?? 0)
    topicality[side].push(index.topicality(question))
  }
  const above = (values: number[]) => values.filter((value) => value >= groundingThreshold).length / values.length
  return {
    byScore: areaUnderCurve(scores.on, scores.off),
    byTopicality: rounded(areaUnderCurve(topicality.on, topicality.off)),
    refused: 1 - above(scores.off),
    answered: rounded(above(scores.on)),
  }
}

function report(rows: Record<string, Measured>): void {
  for (const [name, { recall, mrr, milliseconds }] of Object.entries(rows)) {
    const shares = [recall[1], recall[5], recall[10], mrr].map((value) => value.toFixed(3)).join('  ')
    const { median, p95 } = milliseconds
    console.log(
      `${name.padEnd(22)}  R@1 R@5 R@10 MRR@10: ${shares}   ${median.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms`,
    )
  }
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
