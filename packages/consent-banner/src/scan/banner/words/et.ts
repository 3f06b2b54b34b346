import { phrases } from './phrases.ts'

export const et = {
  accept: phrases(`
    noustun | noustu | noustun koigiga | noustu koigiga | luba | luba koik | luba koik kupsised | aktsepteeri |
    aktsepteeri koik | aktsepteerin | sain aru | jah
  `),
  reject: phrases(`
    keeldu | keeldun | keeldu koigist | keela koik | lukka tagasi | lukka koik tagasi | ei noustu | ei | ei aitah |
    ainult vajalikud | ainult hadavajalikud | luba ainult vajalikud | jatka ilma noustumata |
    ainult vajalikud kupsised
  `),
  settings: phrases(`
    seaded | kupsiste seaded | kohanda | eelistused | halda | halda kupsiseid | rohkem valikuid | valikud |
    naita uksikasju | uksikasjad | muuda seadeid | vali
  `),
  save: phrases(`
    salvesta | salvesta valikud | salvesta seaded | kinnita | kinnita valikud | luba valik | luba valitud |
    noustu valitutega
  `),
  withdraw: phrases(`
    vota nousolek tagasi | muuda nousolekut | kupsiste seaded | kupsiste haldamine | halda kupsiseid |
    halda nousolekut | privaatsusseaded
  `),
  about: phrases('kupsis | kupsised | kupsiseid | nousolek | privaatsus | cookie'),
  necessary: phrases('vajalikud | hadavajalikud | kohustuslikud | alati aktiivne | alati sees'),
}
