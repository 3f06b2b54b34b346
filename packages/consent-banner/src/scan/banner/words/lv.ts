import { phrases } from './phrases.ts'

export const lv = {
  accept: phrases(`
    piekrist | piekrist visam | piekritu | piekrist visiem | pienemt | pienemt visas | pienemt visus |
    apstiprinat visas | atlaut | atlaut visas | sapratu | ja | akceptet
  `),
  reject: phrases(`
    noraidit | noraidit visas | noraidit visu | atteikties | atteikt | nepiekrist | nepiekritu | ne | ne paldies |
    tikai nepieciesamas | tikai nepieciesamie | atlaut tikai nepieciesamas | pienemt tikai nepieciesamas |
    turpinat bez piekrisanas | tikai obligatas
  `),
  settings: phrases(`
    iestatijumi | sikdatnu iestatijumi | pielagot | preferences | parvaldit | parvaldit sikdatnes | vairak iespeju |
    opcijas | radit informaciju | detalas | izveleties
  `),
  save: phrases(`
    saglabat | saglabat izveli | saglabat iestatijumus | apstiprinat | apstiprinat izveli | atlaut izveletas |
    atlaut atlasi | pienemt izveletas
  `),
  withdraw: phrases(`
    atsaukt piekrisanu | mainit piekrisanu | sikdatnu iestatijumi | sikfailu iestatijumi | parvaldit sikdatnes |
    parvaldit piekrisanu | privatuma iestatijumi
  `),
  about: phrases('sikdatnes | sikdatnu | sikfaili | piekrisana | privatums | cookie'),
  necessary: phrases('nepieciesamas | obligatas | stingri nepieciesamas | vienmer aktivas | vienmer ieslegts'),
}
