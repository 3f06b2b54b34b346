import { phrases } from './phrases.ts'

export const hu = {
  accept: phrases(`
    elfogadom | elfogadas | osszes elfogadasa | mindet elfogadom | az osszes elfogadasa | sutik elfogadasa |
    engedelyezem | osszes engedelyezese | az osszes engedelyezese | egyetertek | hozzajarulok | ertem | rendben |
    igen | mind elfogadasa
  `),
  reject: phrases(`
    elutasitom | elutasitas | osszes elutasitasa | az osszes elutasitasa | mindet elutasitom | nem fogadom el |
    nem | nem koszonom | csak a szukseges | csak a szuksegesek | csak szukseges sutik | csak a szukseges sutik |
    csak a szukseges sutik elfogadasa | folytatas elfogadas nelkul | megtagadom | tiltas
  `),
  settings: phrases(`
    beallitasok | suti beallitasok | cookie beallitasok | testreszabas | preferenciak | kezeles | sutik kezelese |
    tovabbi lehetosegek | lehetosegek | reszletek | reszletek megjelenitese | beallitasok kezelese
  `),
  save: phrases(`
    mentes | beallitasok mentese | valasztas mentese | megerosites | kivalasztottak elfogadasa |
    kivalasztottak engedelyezese | kijeloltek engedelyezese | mentes es bezaras
  `),
  withdraw: phrases(`
    hozzajarulas visszavonasa | suti beallitasok | sutibeallitasok | cookie beallitasok | sutik kezelese |
    adatvedelmi beallitasok | hozzajarulas kezelese | cookie k kezelese
  `),
  about: phrases('suti | sutik | sutiket | cookie | hozzajarulas | adatvedelem | adatvedelmi'),
  necessary: phrases('szukseges | elengedhetetlen | feltetlenul szukseges | mindig aktiv | alapveto'),
}
