import { phrases } from './phrases.ts'

export const de = {
  accept: phrases(`
    akzeptieren | alle akzeptieren | alles akzeptieren | cookies akzeptieren | annehmen | alle annehmen |
    zustimmen | allen zustimmen | allem zustimmen | einverstanden | ich stimme zu | ich akzeptiere | alle zulassen |
    cookies zulassen | alle cookies zulassen | alle erlauben | cookies erlauben | verstanden |
    akzeptieren und weiter | zustimmen und weiter | zustimmen und schliessen | ja
  `),
  reject: phrases(`
    ablehnen | alle ablehnen | alles ablehnen | cookies ablehnen | nicht zustimmen | nein | nein danke |
    verweigern | nur notwendige | nur notwendige cookies | nur essenzielle | nur essenzielle cookies |
    nur erforderliche | nur erforderliche cookies | nur technisch notwendige | nur technisch notwendige cookies |
    notwendige akzeptieren | nur notwendige akzeptieren | nur essenzielle akzeptieren |
    notwendige cookies akzeptieren | nur notwendige zulassen | ohne zustimmung fortfahren |
    ohne einwilligung fortfahren | weiter ohne zustimmung | weiter ohne einwilligung | weiter ohne zu akzeptieren |
    nur wesentliche cookies | nicht akzeptieren
  `),
  settings: phrases(`
    einstellungen | cookie einstellungen | einstellungen verwalten | einstellungen anpassen | cookies verwalten |
    anpassen | auswahl anpassen | mehr optionen | optionen | optionen verwalten | details | details zeigen |
    individuelle einstellungen | individuelle datenschutzeinstellungen | konfigurieren | auswahlen |
    selbst auswahlen | praferenzen | zwecke anzeigen | lassen sie mich wahlen
  `),
  save: phrases(`
    speichern | auswahl speichern | einstellungen speichern | auswahl bestatigen | auswahl erlauben |
    auswahl akzeptieren | auswahl zulassen | ausgewahlte akzeptieren | ausgewahlte zulassen | bestatigen |
    speichern und schliessen | ubernehmen
  `),
  withdraw: phrases(`
    einwilligung widerrufen | zustimmung widerrufen | widerrufen | cookie einstellungen | cookies einstellungen |
    datenschutzeinstellungen | datenschutz einstellungen | privatsphare einstellungen | cookies verwalten |
    cookie einstellungen andern | einwilligung andern | einwilligungen verwalten | consent einstellungen |
    cookie praferenzen | privacy einstellungen | utiq verwalten
  `),
  about: phrases('cookie | cookies | einwilligung | zustimmung | datenschutz | privatsphare | dienste'),
  necessary: phrases(`
    notwendig | notwendige | essenziell | essenzielle | erforderlich | erforderliche | technisch notwendig |
    immer aktiv | unbedingt erforderlich
  `),
}
