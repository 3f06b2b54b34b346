/**
 * What people say before their own name. Only words that hardly ever stand before anything else: 'I am' does not
 * count, since "I am sorry" would make a name of 'sorry'.
 */
const introductions = [
  "my (?:full |first |last |sur)?name(?: is|[’']s)",
  "(?:i am|i[’']m) called",
  'ich hei(?:ß|ss)e',
  'mein name (?:ist|lautet)',
  "je m[’']appelle",
  '(?:mon nom est|je me nomme)',
  'me llamo',
  'mi nombre es',
  'mi chiamo',
  "il mio nome (?:è|e')",
  '(?:ik heet|mijn naam is)',
  '(?:meu nome é|(?:eu )?me chamo|chamo-me)',
  '(?:mam na imię|nazywam się)',
  '(?:jeg heter|jeg hedder|jag heter|mitt namn är|mit navn er|navnet mitt er)',
]
const rest = "[\\p{L}\\p{M}'’-]*"
const word = `\\p{L}${rest}`
const capitalisedWord = `\\p{Lu}${rest}`
const introduced = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${introductions.join('|')})[ :,]{1,3}(?<value>${word}(?:[ ]${word}){0,3})`,
  'giu',
)
/** With these, only words with capitals can be a name. */
const greetedWithCapitals = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:[Tt]his is|[Hh]ier (?:ist|spricht)|[Ii]ci|[Ss]oy|[Ss]ono|[Ii]ch bin|I am|I[’']m|[Ii]k ben|[Jj]e suis|[Ss]ou)(?: (?:the|der|die|an?|Herr|Frau))? (?<value>${capitalisedWord}(?: ${capitalisedWord}){1,3})`,
  'gu',
)
const calledByName = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:[Cc]all me|[Nn]ennen Sie mich|[Aa]ppelez-moi) (?<value>${capitalisedWord})`,
  'gu',
)
const titled = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herrn?|Frau|Fr|M|Mme|Mlle|Sr|Sra|Señora?|Signora?|Sig|Dhr|Mevr|Mevrouw|Meneer)\\.? (?<value>${capitalisedWord}(?: ${capitalisedWord}){0,2})`,
  'gu',
)
const signedOff = new RegExp(
  `(?:regards|wishes|cheers|sincerely|thanks|thank you|gr(?:ü|u)(?:ß|ss)en?|gru(?:ß|ss)|danke|cordialement|merci|saludos|gracias|saluti|grazie|groet(?:en)?|bedankt|cumprimentos|obrigad[oa])(?: \\p{L}+){0,3}[,.!]?\\s*\\n\\s*(?<value>${capitalisedWord}(?: ${capitalisedWord}){0,3})\\s*$`,
  'giu',
)

/** What all but the first need, and most texts do not have. */
const capitalAfterSpace = /\s\p{Lu}/u
const withCapitals = [introduced, greetedWithCapitals, calledByName, titled, signedOff]
const withoutCapitals = [introduced]

/** Words that end a name which was written without capitals: "my name is ada and i need help". */
const afterName = new Set(
  (
    'and i im from with on in at the a an is my we but so to for not of or it und ich aus von mit et je de avec y soy con ' +
    'e sono en ik uit ten eu com please can could would here speaking calling thanks thank hello hi have need want was had ' +
    'did do just looking wondering bitte danke merci gracias grazie bedankt'
  ).split(' '),
)

/** Names that people give of themselves, or of others by title, in their own words. */
export function findIntroducedNames(text: string): string[] {
  const names = new Set<string>()
  for (const pattern of capitalAfterSpace.test(text) ? withCapitals : withoutCapitals) {
    for (const match of text.matchAll(pattern)) {
      const words = (match.groups?.value ?? '').split(' ')
      const capitalised = /^\p{Lu}/u.test(words[0] ?? '')
      if (!capitalised && pattern === signedOff) continue
      const name: string[] = []
      for (const next of words) {
        if (afterName.has(next.toLowerCase()) || (capitalised && !/^\p{Lu}/u.test(next) && !isParticle(next))) break
        name.push(next)
        if (!capitalised && name.length === 2) break
      }
      while (name.length > 0 && isParticle(name.at(-1) as string)) name.pop()
      if (name.join('').length > 1) names.add(name.join(' ').replace(/[’']s$/u, ''))
    }
  }
  return [...names]
}

const isParticle = (word: string) => /^(?:van|von|de|der|den|del|della|di|da|la|le|dos|du|zu)$/.test(word)
