import { termsOf } from '../../language/index.ts'

const explicit =
  /(?<!\p{L})(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|cannot|without|n[’']t|(?:do|does|did|is|are|was|were|ca|wo|would|could|should|have|has|had|must|need)n[’']t|nicht|kein(?:e[nmrs]?)?|nie|niemals|niemand|nichts|ohne|weder|ne|n[’'](?=\p{L})|pas|jamais|aucune?|sans|ni|no|nunca|jamás|ningun[oa]?|ningún|sin|nada|tampoco|non|mai|nessun[oa]?|senza|né|niet|geen|nooit|niemand|zonder|não|nem|sem|nenhum[a]?)(?!\p{L})/iu

/** Words that deny without a 'not'. They licence a negation in the answer, but do not demand one. */
const implicit =
  /(?<!\p{L})(?:except|exclud\p{L}*|exclusive|unless|unable|impossible|refus\p{L}*|declin\p{L}*|forbid\p{L}*|prohibit\p{L}*|clos(?:ed|es)|stop\p{L}*|lack\p{L}*|void|only|extra|ausgenommen|ausgeschlossen|geschlossen|nur|außer|sauf|fermé\p{L}*|seulement|excepto|salvo|cerrad\p{L}*|solo|chius\p{L}*|soltanto|behalve|gesloten|alleen|exceto|fechad\p{L}*|apenas)(?!\p{L})/iu

/** Says the same as 'free', and denies nothing. */
const noCharge =
  /(?<!\p{L})(?:(?:at )?no|without|ohne|keine|sans|sin|senza|sem|zonder) (?:(?:any|extra|additional|further) )?(?:charges?|costs?|fees?|kosten|gebühr(?:en)?|frais|costes?|costi|custos?)(?!\p{L})/giu

const clauseEnd =
  /[,;:–—.!?()]|\s(?:but|and|or|while|whereas|however|because|although|aber|sondern|und|oder|mais|et|ou|pero|sino|y|o|ma|e|maar|en|of|mas)\s/iu

interface Polarity {
  denied: Set<string>
  affirmed: Set<string>
}

/** Which of a sentence's words stand in a clause that denies. */
function polarityOf(sentence: string, language: string): Polarity {
  const denied = new Set<string>()
  const affirmed = new Set<string>()
  for (const clause of sentence.replace(noCharge, 'free').split(clauseEnd)) {
    const into = explicit.test(clause) ? denied : affirmed
    for (const term of termsOf(clause, language)) into.add(term)
  }
  return { denied, affirmed }
}

/**
 * Whether an answer denies what its source says, or says what its source denies. Only words that both have are looked
 * at: most of those that the answer affirms must not be denied by the source, and the other way round.
 */
export function contradicts(answer: string, source: string, language: string): boolean {
  const said = polarityOf(answer, language)
  const there = polarityOf(source, language)
  const shared = (from: Set<string>) => [...from].filter((term) => there.denied.has(term) || there.affirmed.has(term))
  const affirmed = shared(said.affirmed)
  const turned = affirmed.filter((term) => there.denied.has(term) && !there.affirmed.has(term))
  if (turned.length > 0 && turned.length * 2 >= affirmed.length && !implicit.test(answer)) return true
  const denied = shared(said.denied)
  const unfounded = denied.filter((term) => !there.denied.has(term))
  if (said.denied.size > 0 && there.denied.size === 0 && !implicit.test(source)) return true
  return unfounded.length > 0 && unfounded.length * 2 > denied.length && !implicit.test(source)
}
