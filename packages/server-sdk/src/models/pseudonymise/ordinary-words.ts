/** Parts of names that name nobody by themselves. */
export const nameParticles: ReadonlySet<string> = new Set(
  (
    'van von vom zu zum zur der den dem de da do dos das del della di du des la le les los las el al ap ben bin ibn abu ' +
    'mac mc st san sankt santa saint y e i und and et te ter ten op het af av til ' +
    'mr mrs ms miss mx dr prof sir dame lord lady herr frau hr fr mme mlle sr sra srta dott sig dhr mevr jr sen ii iii iv phd md'
  ).split(' '),
)

/**
 * Words of a language that are names too. As part of a name they count only with a capital, since without one 'will'
 * and 'mark' say nothing about anybody, and a question without its verb cannot be answered.
 */
export const ordinaryWords: ReadonlySet<string> = new Set(
  (
    'will mark bill art may march april june august summer autumn winter hope joy rich chase chance grant young long short ' +
    'white black brown green gray grey blue gold silver king queen bird hill hall wood stone field fields park bell ball ' +
    'banks bank church cross day days week price sharp small little large best good better strong power love moon star ' +
    'sun rain snow frost storm page reading read bath deal case cash sweet wise wild west east north south street lane way ' +
    'max min skip trip buck nice ' +
    'an am so no on in is it to be me my we us or if at as by up go do he she you hi ok ' +
    'klein lang kurz jung alt neu gross weiss schwarz braun grun rot stark reich arm frei sommer winter berg bach stein wald ' +
    'blanc noir brun petit grand bon rouge fleur bueno rico sol paz mar luz grande piccolo felice bello bella forte pace luna ' +
    'time home house room shop works work cycle cycles bike bikes service online digital group team city'
  ).split(' '),
)

/** Mailboxes that stand for an office, not for a person. */
export const officeMailboxes: ReadonlySet<string> = new Set(
  'info hello office contact mail email support sales admin team shop service help hallo kontakt bonjour hola'.split(
    ' ',
  ),
)

export const legalForms: ReadonlySet<string> = new Set(
  'ltd limited plc llp llc inc incorporated corp corporation co company gmbh ag kg ohg ug mbh se sa sarl sas sl srl spa bv nv ab as oy oyj aps sp zoo'.split(
    ' ',
  ),
)
