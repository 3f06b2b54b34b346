import { phrases } from './phrases.ts'

export const lt = {
  accept: phrases(`
    sutinku | sutikti | sutikti su visais | sutinku su visais | priimti | priimti visus | leisti | leisti visus |
    leisti visus slapukus | supratau | taip | priimti visus slapukus
  `),
  reject: phrases(`
    atmesti | atmesti visus | atmesti visus slapukus | nesutinku | nesutikti | atsisakyti | atsisakyti visu | ne |
    ne aciu | tik butinieji | tik butini | tik butinus | tik butini slapukai | leisti tik butinus |
    priimti tik butinus | testi nesutikus | testi be sutikimo
  `),
  settings: phrases(`
    nustatymai | slapuku nustatymai | tinkinti | pasirinkti | pritaikyti | valdyti | valdyti slapukus |
    daugiau parinkciu | parinktys | rodyti informacija | detaliau | keisti nustatymus
  `),
  save: phrases(`
    issaugoti | issaugoti pasirinkima | issaugoti nustatymus | patvirtinti | patvirtinti pasirinkima |
    leisti pasirinktus | leisti pasirinkima | priimti pasirinktus
  `),
  withdraw: phrases(`
    atsaukti sutikima | keisti sutikima | slapuku nustatymai | slapuku parinktys | valdyti slapukus |
    valdyti sutikima | privatumo nustatymai
  `),
  about: phrases('slapukai | slapukus | slapuku | sutikimas | privatumas | cookie'),
  necessary: phrases('butini | butinieji | butinai reikalingi | visada aktyvus | visada ijungta'),
}
