import { phrases } from './phrases.ts'

export const ro = {
  accept: phrases(`
    accept | accepta | accept toate | accepta toate | acceptati | acceptati toate | accepta tot | permite |
    permite toate | permiteti toate | sunt de acord | de acord | am inteles | da | accepta cookie urile
  `),
  reject: phrases(`
    refuz | refuza | refuza tot | refuza toate | respinge | respinge toate | respingeti toate | nu accept |
    nu sunt de acord | nu | nu multumesc | doar necesare | numai necesare | doar cele necesare |
    numai cookie uri necesare | continua fara a accepta | continuati fara a accepta | accepta doar cele necesare
  `),
  settings: phrases(`
    setari | setari cookie | setari cookies | personalizeaza | personalizati | preferinte | gestioneaza |
    gestionati | gestionati optiunile | optiuni | mai multe optiuni | afiseaza detalii | detalii | modific setarile
  `),
  save: phrases(`
    salveaza | salvati | salveaza preferintele | salveaza setarile | confirma | confirma alegerile |
    confirmati selectia | permite selectia | accepta selectia | salveaza si inchide
  `),
  withdraw: phrases(`
    retrage consimtamantul | retragere consimtamant | setari cookie | setari cookies | setari cookie uri |
    preferinte cookie | gestioneaza cookie urile | gestioneaza consimtamantul | setari de confidentialitate |
    modifica setarile cookie
  `),
  about: phrases('cookie | cookies | cookie uri | consimtamant | confidentialitate | date personale'),
  necessary: phrases('necesare | strict necesare | esentiale | obligatorii | intotdeauna active | mereu active'),
}
