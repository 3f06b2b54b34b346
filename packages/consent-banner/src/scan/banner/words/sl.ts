import { phrases } from './phrases.ts'

export const sl = {
  accept: phrases(`
    sprejmi | sprejmi vse | sprejmem | sprejmem vse | sprejmi piskotke | dovoli | dovoli vse | strinjam se |
    se strinjam | razumem | v redu | da | dovoli vse piskotke
  `),
  reject: phrases(`
    zavrni | zavrni vse | zavrnem | zavrnem vse | odkloni | ne sprejmem | ne strinjam se | ne | ne hvala |
    samo nujni | samo nujne | samo nujni piskotki | dovoli samo nujne | sprejmi samo nujne | le nujni |
    nadaljuj brez sprejema
  `),
  settings: phrases(`
    nastavitve | nastavitve piskotkov | prilagodi | prilagoditev | upravljaj | upravljanje piskotkov |
    vec moznosti | moznosti | pokazi podrobnosti | podrobnosti | izberi | uredi nastavitve
  `),
  save: phrases(`
    shrani | shrani izbiro | shrani nastavitve | potrdi | potrdi izbiro | potrdi moje izbire | dovoli izbrane |
    dovoli izbiro | sprejmi izbrane
  `),
  withdraw: phrases(`
    preklici soglasje | preklic soglasja | spremeni soglasje | nastavitve piskotkov | upravljanje piskotkov |
    upravljaj piskotke | upravljanje soglasij | nastavitve zasebnosti
  `),
  about: phrases('piskotki | piskotke | piskotkov | soglasje | zasebnost | cookie'),
  necessary: phrases('nujni | nujno potrebni | obvezni | vedno aktivni | vedno aktivno | potrebni'),
}
