import { phrases } from './phrases.ts'

export const nl = {
  accept: phrases(`
    accepteren | alles accepteren | alle accepteren | accepteer | accepteer alles | alle cookies accepteren |
    accepteer alle cookies | cookies accepteren | toestaan | alles toestaan | alle cookies toestaan | akkoord |
    ik ga akkoord | akkoord en doorgaan | begrepen | prima | ja | ja graag | accepteren en sluiten
  `),
  reject: phrases(`
    weigeren | alles weigeren | alle weigeren | weiger | weiger alles | weiger cookies | cookies weigeren |
    afwijzen | alles afwijzen | alle afwijzen | niet akkoord | nee | nee bedankt | alleen noodzakelijk |
    alleen noodzakelijke | alleen noodzakelijke cookies | alleen functionele cookies | enkel noodzakelijke cookies |
    doorgaan zonder te accepteren | doorgaan zonder accepteren | verdergaan zonder te accepteren |
    accepteer alleen noodzakelijke | alleen essentiele
  `),
  settings: phrases(`
    instellingen | cookie instellingen | cookie instellingen aanpassen | voorkeuren | aanpassen |
    voorkeuren aanpassen | voorkeuren beheren | beheren | cookies beheren | meer opties | opties | opties beheren |
    details tonen | zelf instellen | zelf kiezen | wijzigen | stel je voorkeuren in
  `),
  save: phrases(`
    opslaan | keuze opslaan | voorkeuren opslaan | instellingen opslaan | bevestigen | keuzes bevestigen |
    mijn keuzes bevestigen | selectie toestaan | selectie accepteren | selectie opslaan | opslaan en sluiten |
    toepassen
  `),
  withdraw: phrases(`
    toestemming intrekken | toestemming wijzigen | cookie instellingen | cookie voorkeuren | cookievoorkeuren |
    cookieinstellingen | cookies beheren | toestemming beheren | privacy instellingen | privacyinstellingen |
    privacyvoorkeuren | beheer cookies | beheer toestemming | wijzig cookie instellingen
  `),
  about: phrases('cookie | cookies | toestemming | privacy | persoonsgegevens'),
  necessary: phrases(`
    noodzakelijk | noodzakelijke | strikt noodzakelijk | essentieel | essentiele | functioneel | vereist |
    altijd actief | altijd aan
  `),
}
