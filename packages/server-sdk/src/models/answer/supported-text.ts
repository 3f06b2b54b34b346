import { guessLanguage, termsOf } from '../../language/index.ts'
import type { AnswerCitation, AnswerInput, AnswerPart, Passage } from './answer-writer.ts'
import { type Checker, createChecker } from './check.ts'
import { figuresOf } from './figures.ts'
import { addressesOf, namesOf } from './names.ts'
import { noAnswer } from './prompt.ts'
import { Citations } from './quoting.ts'
import type { StreamedSentence } from './sentence-stream.ts'

type Shown = Extract<AnswerPart, { type: 'delta' | 'citation' }>

const marks = /\s?(?:\[\^?(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]|【(\d{1,3})[^】\n]*】)/gu
const saysUnknown = new RegExp(
  [
    noAnswer,
    "(?:i|we) (?:do not|don[’']t|cannot|can[’']t|could not|couldn[’']t) (?:know|find|answer|say|tell)",
    '(?:is|are|was) (?:not|no[nt]?)(?: \\p{L}+){0,2} (?:mentioned|stated|specified|given|provided|covered|available|included|found)',
    '(?:do|does) ?n[’o]t (?:mention|say|state|specify|provide|contain|include|give|cover|tell|answer)',
    'no (?:information|mention|details?)',
    'weiß (?:ich )?(?:es )?(?:leider )?nicht|keine (?:information|angabe|auskunft)|nicht (?:erwähnt|angegeben|enthalten)',
    'je ne (?:sais|trouve) pas|aucune information|pas (?:mentionné|indiqué|précisé)',
    'no (?:lo )?sé|no (?:se )?(?:menciona|indica|encuentro)|ninguna información|non (?:lo )?so|nessuna informazione|non (?:è|viene) (?:indicat|menzionat)',
    'weet ik niet|geen informatie|niet vermeld|não sei|nenhuma informação|não (?:é|está) (?:mencionad|indicad)',
  ].join('|'),
  'iu',
)

/**
 * The text of an answer as it grows: takes a model's sentences, gives out those that their sources support, with marks
 * and citations. What says nothing by itself (a greeting, "Yes.", a heading, the line before a list) waits for the
 * next sentence that is supported and is left out where none comes.
 */
export class SupportedText {
  readonly #passages: readonly Passage[]
  readonly #botName: string
  readonly #checker: Checker
  readonly #citations = new Citations()
  readonly #language: string
  #waiting: StreamedSentence[] = []
  /** The widest white space since the last sentence that was shown. */
  #lead = ''
  text = ''
  /** Sentences that were not shown because no source supports them. */
  dropped = 0

  constructor({ passages, question, botName, language }: AnswerInput) {
    this.#passages = passages
    this.#botName = botName
    this.#language = guessLanguage(question) ?? language ?? 'en'
    this.#checker = createChecker(passages, question)
  }

  get citations(): AnswerCitation[] {
    return this.#citations.all
  }

  *take(sentence: StreamedSentence): Generator<Shown, void, undefined> {
    const { words, cited } = this.#withoutMarks(sentence.text)
    if (saysUnknown.test(words)) return
    if (words === '' || this.#saysNothing(words)) {
      if (words !== '') this.#waiting.push({ lead: sentence.lead, text: words })
      return
    }
    if (/!\[[^\]]*\]\(/.test(words)) return this.#drop(sentence)
    const support = this.#checker.supportFor(words, cited)
    if (!support) return this.#drop(sentence)
    for (const waiting of this.#waiting.splice(0)) yield this.#show(waiting.lead, waiting.text)
    const numbers: number[] = []
    for (const span of support) {
      const { citation, isNew } = this.#citations.cite(span.passage, span)
      if (isNew) yield { type: 'citation', ...citation }
      numbers.push(citation.number)
    }
    yield this.#show(sentence.lead, `${words} ${numbers.map((number) => `[${number}]`).join('')}`)
  }

  /** @param otherwise what the bot says where nothing was supported. */
  *end(otherwise: string): Generator<Shown, void, undefined> {
    if (this.text === '') {
      yield this.#show('', otherwise)
      return
    }
    for (const { lead, text } of this.#waiting.splice(0)) if (isClosing.test(text)) yield this.#show(lead, text)
  }

  #show(lead: string, text: string): Shown {
    const widest = [this.#lead, lead].toSorted((a, b) => breaks(b) - breaks(a))[0] ?? ''
    this.#lead = ''
    const delta = `${this.text === '' ? '' : widest || ' '}${text}`
    this.text += delta
    return { type: 'delta', text: delta }
  }

  #drop({ lead }: StreamedSentence): void {
    this.dropped++
    if (breaks(lead) > breaks(this.#lead)) this.#lead = lead
    // An introduction whose sentence is gone introduces the next one only if that follows on a line of its own.
    this.#waiting = this.#waiting.filter(({ text }) => /:\P{L}*$/u.test(text))
  }

  #withoutMarks(text: string): { words: string; cited: Passage[] } {
    const cited = new Set<Passage>()
    const words = text.replace(marks, (_mark, several: string | undefined, single: string | undefined) => {
      for (const number of (several ?? single ?? '').split(/\D+/)) {
        const passage = number === '' ? undefined : this.#passages[Number(number) - 1]
        if (passage) cited.add(passage)
      }
      return ''
    })
    return { words: words.replace(/ +([.,;:!?])/g, '$1').trim(), cited: [...cited] }
  }

  /** Neither number, name nor address, and hardly a word that means something: it claims nothing. */
  #saysNothing(words: string): boolean {
    if (/^#{1,6}\s/.test(words) || /^(?:-{3,}|\*{3,}|\|[\s|:-]+\|)$/.test(words)) return true
    const language = guessLanguage(words) ?? this.#language
    const plain = words.replace(/^(?:[-*+•>]|\d{1,3}[.)])\s+/, '').replaceAll(this.#botName, '')
    if (figuresOf(plain).length > 0 || addressesOf(plain).length > 0) return false
    if (isCourtesy.test(plain) || isClosing.test(plain)) return namesOf(plain, language).length <= 2
    if (isYesOrNo.test(plain)) return true
    return /:\P{L}*$/u.test(plain) && namesOf(plain, language).length === 0 && termsOf(plain, language).length <= 8
  }
}

const breaks = (lead: string) => lead.split('\n').length

const isYesOrNo =
  /^\P{L}*(?:yes|no|of course|certainly|correct|ja|nein|natürlich|oui|non|bien sûr|sí|si|no|claro|certo|nee|sim|não)\P{L}*$/iu
const isCourtesy =
  /^\P{L}*(?:hello|hi|hey|good (?:morning|afternoon|evening)|thank(?:s| you)|sure|certainly|of course|great question|happy to help|i[’']d be happy|you[’']re welcome|hallo|guten (?:morgen|tag|abend)|gerne?|danke|vielen dank|bonjour|merci|bien sûr|hola|gracias|claro|ciao|buongiorno|grazie|certo|dank|graag|olá|obrigad[oa])\b(?:\P{N}{0,60})$/iu
const isClosing =
  /^\P{L}*(?:(?:please )?(?:let me know|feel free|do not hesitate|don[’']t hesitate)|is there anything else|if you have (?:any )?(?:other|further|more) questions|i hope (?:this|that) helps|kann ich (?:ihnen|dir) sonst|melden sie sich|n[’']hésitez pas|no dude en|non esitare|laat het me weten|avise)/iu
