import { phrases } from './phrases.ts'

export const hr = {
  accept: phrases(`
    prihvati | prihvati sve | prihvacam | prihvacam sve | prihvati kolacice | dopusti | dopusti sve | dozvoli sve |
    slazem se | razumijem | u redu | da | prihvati i zatvori
  `),
  reject: phrases(`
    odbij | odbij sve | odbijam | odbijam sve | odbaci | odbaci sve | ne prihvacam | ne slazem se | ne | ne hvala |
    samo nuzni | samo nuzne | samo neophodni | samo nuzni kolacici | prihvati samo nuzne | dopusti samo nuzne |
    nastavi bez prihvacanja
  `),
  settings: phrases(`
    postavke | postavke kolacica | prilagodi | prilagodba | upravljaj | upravljanje kolacicima | vise opcija |
    opcije | prikazi detalje | detalji | odaberi | uredi postavke
  `),
  save: phrases(`
    spremi | spremi odabir | spremi postavke | potvrdi | potvrdi odabir | potvrdi moj odabir | dopusti odabir |
    dopusti odabrane | prihvati odabrane | spremi i zatvori
  `),
  withdraw: phrases(`
    povuci privolu | povuci suglasnost | promijeni privolu | postavke kolacica | upravljanje kolacicima |
    upravljaj kolacicima | postavke privatnosti | upravljanje privolama
  `),
  about: phrases('kolacici | kolacice | kolacica | privola | suglasnost | privatnost | cookie'),
  necessary: phrases('nuzni | neophodni | strogo nuzni | obavezni | uvijek aktivni | uvijek aktivno | potrebni'),
}
