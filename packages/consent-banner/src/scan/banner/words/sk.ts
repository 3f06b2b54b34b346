import { phrases } from './phrases.ts'

export const sk = {
  accept: phrases(`
    prijat | prijat vsetko | prijat vsetky | suhlasim | povolit | povolit vsetko | povolit vsetky | akceptovat |
    akceptovat vsetko | rozumiem | ano | akceptujem
  `),
  reject: phrases(`
    odmietnut | odmietnut vsetko | odmietnut vsetky | nesuhlasim | zakazat | zamietnut | nie | nie dakujem |
    len nevyhnutne | iba nevyhnutne | iba potrebne | prijat iba nevyhnutne | povolit iba nevyhnutne |
    pokracovat bez suhlasu
  `),
  settings: phrases(`
    nastavenia | nastavenia cookies | nastavenie cookies | upravit | prisposobit | predvolby | spravovat |
    viac moznosti | moznosti | zobrazit podrobnosti | podrobnosti | podrobne nastavenia
  `),
  save: phrases(`
    ulozit | ulozit nastavenia | ulozit vyber | potvrdit | potvrdit vyber | povolit vyber | povolit vybrane |
    prijat vybrane
  `),
  withdraw: phrases(`
    odvolat suhlas | zmenit suhlas | nastavenia cookies | nastavenie cookies | nastavenia suborov cookie |
    spravovat cookies | sprava cookies | spravovat suhlas | nastavenia sukromia
  `),
  about: phrases('cookie | cookies | suhlas | sukromie | osobne udaje'),
  necessary: phrases('nevyhnutne | potrebne | technicke | vzdy aktivne | povinne'),
}
