import { phrases } from './phrases.ts'

export const cs = {
  accept: phrases(`
    prijmout | prijmout vse | prijmout vsechny | prijmout cookies | souhlasim | povolit | povolit vse |
    povolit vsechny | rozumim | prijimam | ano | souhlasim se vsim
  `),
  reject: phrases(`
    odmitnout | odmitnout vse | odmitnout vsechny | nesouhlasim | zakazat | zakazat vse | ne | ne dekuji |
    pouze nezbytne | jen nezbytne | pouze nutne | jen nutne | prijmout pouze nezbytne | povolit pouze nezbytne |
    pokracovat bez souhlasu | pouze nezbytne cookies
  `),
  settings: phrases(`
    nastaveni | nastaveni cookies | upravit | prizpusobit | predvolby | spravovat | spravovat cookies |
    podrobne nastaveni | vice moznosti | moznosti | zobrazit detaily | detaily | vlastni nastaveni |
    upravit nastaveni
  `),
  save: phrases(`
    ulozit | ulozit nastaveni | ulozit volby | ulozit vyber | potvrdit | potvrdit vyber | potvrdit vybrane |
    povolit vybrane | povolit vyber | prijmout vybrane | ulozit a zavrit
  `),
  withdraw: phrases(`
    odvolat souhlas | zmenit souhlas | nastaveni cookies | upravit cookies | spravovat cookies | sprava cookies |
    spravovat souhlas | predvolby cookies | nastaveni soukromi | sprava souhlasu
  `),
  about: phrases('cookie | cookies | souhlas | soukromi | osobni udaje'),
  necessary: phrases('nezbytne | nutne | nezbytne nutne | technicke | vzdy aktivni | povinne'),
}
