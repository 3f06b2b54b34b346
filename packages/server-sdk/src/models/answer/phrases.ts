import { guessLanguage } from '../../language/index.ts'

/** What a bot says in words of its own: everything else is cited. */
interface Phrases {
  unknown: string
  greeting: (botName: string) => string
  thanks: string
}

const phrases: Record<string, Phrases> = {
  en: {
    unknown: 'I don’t know. I could not find an answer to that in the documents I have.',
    greeting: (botName) => `Hello, I am ${botName}. What would you like to know?`,
    thanks: 'You are welcome. Is there anything else that you would like to know?',
  },
  de: {
    unknown: 'Das weiß ich nicht. In den Dokumenten, die mir vorliegen, habe ich keine Antwort darauf gefunden.',
    greeting: (botName) => `Hallo, ich bin ${botName}. Was möchten Sie wissen?`,
    thanks: 'Gern geschehen. Möchten Sie noch etwas wissen?',
  },
  fr: {
    unknown: 'Je ne sais pas. Je n’ai pas trouvé de réponse à cette question dans les documents dont je dispose.',
    greeting: (botName) => `Bonjour, je suis ${botName}. Que souhaitez-vous savoir ?`,
    thanks: 'Avec plaisir. Souhaitez-vous savoir autre chose ?',
  },
  es: {
    unknown: 'No lo sé. No he encontrado una respuesta a eso en los documentos que tengo.',
    greeting: (botName) => `Hola, soy ${botName}. ¿Qué le gustaría saber?`,
    thanks: 'De nada. ¿Le gustaría saber algo más?',
  },
  it: {
    unknown: 'Non lo so. Nei documenti che ho non ho trovato una risposta a questa domanda.',
    greeting: (botName) => `Buongiorno, sono ${botName}. Che cosa desidera sapere?`,
    thanks: 'Prego. Desidera sapere altro?',
  },
  nl: {
    unknown: 'Dat weet ik niet. In de documenten die ik heb, heb ik daarop geen antwoord gevonden.',
    greeting: (botName) => `Hallo, ik ben ${botName}. Wat wilt u weten?`,
    thanks: 'Graag gedaan. Wilt u nog iets weten?',
  },
  pt: {
    unknown: 'Não sei. Não encontrei resposta a isso nos documentos de que disponho.',
    greeting: (botName) => `Olá, sou ${botName}. O que gostaria de saber?`,
    thanks: 'De nada. Gostaria de saber mais alguma coisa?',
  },
  pl: {
    unknown: 'Nie wiem. W dokumentach, którymi dysponuję, nie ma odpowiedzi na to pytanie.',
    greeting: (botName) => `Dzień dobry, tu ${botName}. Co chcesz wiedzieć?`,
    thanks: 'Proszę bardzo. Czy chcesz wiedzieć coś jeszcze?',
  },
  sv: {
    unknown: 'Det vet jag inte. Jag hittade inget svar på det i de dokument jag har.',
    greeting: (botName) => `Hej, jag är ${botName}. Vad vill du veta?`,
    thanks: 'Varsågod. Vill du veta något mer?',
  },
  da: {
    unknown: 'Det ved jeg ikke. Jeg fandt intet svar på det i de dokumenter, jeg har.',
    greeting: (botName) => `Hej, jeg er ${botName}. Hvad vil du gerne vide?`,
    thanks: 'Selv tak. Er der andet, du gerne vil vide?',
  },
  no: {
    unknown: 'Det vet jeg ikke. Jeg fant ikke noe svar på det i dokumentene jeg har.',
    greeting: (botName) => `Hei, jeg er ${botName}. Hva vil du vite?`,
    thanks: 'Bare hyggelig. Er det noe mer du vil vite?',
  },
}

function phrasesFor(language: string | undefined): Phrases {
  const primary = language?.toLowerCase().split('-')[0] ?? 'en'
  return (Object.hasOwn(phrases, primary) ? phrases[primary] : undefined) ?? (phrases.en as Phrases)
}

/** The language in which a visitor is spoken to: that of the question, else what is known of the visitor. */
export function languageOfVisitor(question: string, known: string | undefined): string | undefined {
  return guessLanguage(question) ?? known
}

/** "I don't know", in the visitor's language where we have it, else in English. */
export function dontKnow(language: string | undefined): string {
  return phrasesFor(language).unknown
}

const greetings: [language: string, pattern: RegExp][] = [
  ['en', /^(?:hi|hello|hey|good (?:morning|afternoon|evening|day))(?: (?:there|all|everyone|bot))?$/],
  ['de', /^(?:hallo|moin|servus|gr(?:ü|ue)(?:ß|ss) (?:gott|dich)|guten (?:morgen|tag|abend))$/],
  ['fr', /^(?:bonjour|bonsoir|salut)$/],
  ['es', /^(?:hola|buenos d[ií]as|buenas(?: tardes| noches)?)$/],
  ['it', /^(?:ciao|buongiorno|buonasera|salve)$/],
  ['nl', /^(?:hoi|goede(?:morgen|middag|navond|ndag)|dag)$/],
  ['pt', /^(?:ol[áa]|bom dia|boa tarde|boa noite)$/],
  ['pl', /^(?:cześć|dzień dobry|dobry wieczór)$/],
  ['sv', /^(?:hej|hejsan|god (?:morgon|kväll|dag))$/],
]
const thanks: [language: string, pattern: RegExp][] = [
  [
    'en',
    /^(?:(?:ok(?:ay)?|great|perfect|super)?[, ]*(?:thanks|thank you|cheers)(?: (?:a lot|very much|so much))?|(?:ok(?:ay)?|great|perfect)|bye|goodbye)$/,
  ],
  ['de', /^(?:(?:vielen |besten |herzlichen )?dank|danke(?: (?:schön|sehr|dir|ihnen))?|tschüss|auf wiedersehen)$/],
  ['fr', /^(?:merci(?: beaucoup| bien)?|au revoir)$/],
  ['es', /^(?:(?:muchas )?gracias|adi[oó]s|hasta luego)$/],
  ['it', /^(?:grazie(?: mille)?|arrivederci)$/],
  ['nl', /^(?:(?:dank (?:je|u)(?: wel)?|bedankt)|tot ziens)$/],
  ['pt', /^(?:(?:muito )?obrigad[oa]|adeus)$/],
]

/** An answer to what is no question: a greeting or thanks, and nothing else. */
export function smallTalk(question: string, botName: string, language: string | undefined): string | undefined {
  const said = question
    .toLowerCase()
    .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const greeted = greetings.find(([, pattern]) => pattern.test(said))?.[0]
  if (greeted) return phrasesFor(greeted === 'en' ? (language ?? 'en') : greeted).greeting(botName)
  const thanked = thanks.find(([, pattern]) => pattern.test(said))?.[0]
  return thanked && phrasesFor(thanked === 'en' ? (language ?? 'en') : thanked).thanks
}
