import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Span, splitSentences } from '../../packages/server-sdk/src/features/knowledge/chunk/index.ts'

export interface Paragraph {
  id: string
  article: string
  text: string
  sentences: Span[]
}

export interface Asked {
  question: string
  /** The one paragraph that answers. */
  paragraphId: string
  answers: string[]
}

export interface QuestionSet {
  file: string
  paragraphs: Paragraph[]
  questions: Asked[]
}

interface Stored {
  paragraphs: { id: number; title: string; text: string }[]
  questions: { question: string; paragraphId: number; answers: string[] }[]
}

const besideTheRepository = fileURLToPath(new URL('../../../shared/data/', import.meta.url))

/** Questions of SQuAD 1.1, each with the one paragraph that answers it. Throws where the file is not found. */
export function readQuestions(dataDir = besideTheRepository): QuestionSet {
  const name = existsSync(dataDir) ? readdirSync(dataDir).find((file) => /^squad.*\.json$/.test(file)) : undefined
  if (!name) throw new Error(`There is no squad-24-articles.json in ${dataDir}. Say with --data DIR where it lies.`)
  const stored = JSON.parse(readFileSync(join(dataDir, name), 'utf8')) as Stored
  return {
    file: name,
    paragraphs: stored.paragraphs.map(({ id, title, text }) => ({
      id: String(id),
      article: title,
      text,
      sentences: splitSentences(text),
    })),
    questions: stored.questions.map((asked) => ({ ...asked, paragraphId: String(asked.paragraphId) })),
  }
}
