import { phrases } from './phrases.ts'

export const fi = {
  accept: phrases(`
    hyvaksy | hyvaksy kaikki | hyvaksyn | hyvaksyn kaikki | hyvaksy evasteet | hyvaksy kaikki evasteet | salli |
    salli kaikki | salli kaikki evasteet | suostun | ymmarran | selva | kylla | hyvaksyn evasteet
  `),
  reject: phrases(`
    hylkaa | hylkaa kaikki | kiella | kiella kaikki | en hyvaksy | en suostu | kieltaydy | kieltaydyn | ei |
    ei kiitos | vain valttamattomat | vain valttamattomat evasteet | hyvaksy vain valttamattomat |
    hyvaksyn vain valttamattomat | salli vain valttamattomat | kayta vain valttamattomia evasteita |
    jatka hyvaksymatta | vain pakolliset | vain tarpeelliset
  `),
  settings: phrases(`
    asetukset | evasteasetukset | muokkaa | muokkaa asetuksia | mukauta | hallitse | hallitse evasteita |
    hallinnoi | lisaa vaihtoehtoja | vaihtoehdot | nayta tiedot | nayta yksityiskohdat | valitse | muuta asetuksia
  `),
  save: phrases(`
    tallenna | tallenna valinnat | tallenna asetukset | vahvista | vahvista valinnat | vahvista valintani |
    salli valinta | salli valitut | hyvaksy valitut | hyvaksy valinnat | tallenna ja sulje
  `),
  withdraw: phrases(`
    peruuta suostumus | muuta suostumusta | evasteasetukset | hallitse evasteita | hallitse suostumusta |
    tietosuoja asetukset | tietosuojaasetukset | yksityisyysasetukset | muuta evasteasetuksia
  `),
  about: phrases('evaste | evasteet | evasteita | suostumus | tietosuoja | yksityisyys | cookie'),
  necessary: phrases('valttamattomat | valttamaton | pakolliset | tarpeelliset | aina kaytossa | aina aktiivinen'),
}
