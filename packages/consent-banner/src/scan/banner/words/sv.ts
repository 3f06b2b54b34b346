import { phrases } from './phrases.ts'

export const sv = {
  accept: phrases(`
    acceptera | acceptera alla | acceptera alla cookies | godkann | godkann alla | godkann alla cookies | tillat |
    tillat alla | tillat alla cookies | jag godkanner | jag accepterar | jag forstar | jag haller med | ja |
    ok till alla
  `),
  reject: phrases(`
    avvisa | avvisa alla | neka | neka alla | avboj | avboj alla | godkann inte | nej | nej tack |
    endast nodvandiga | endast nodvandiga cookies | bara nodvandiga | bara nodvandiga cookies |
    acceptera endast nodvandiga | godkann endast nodvandiga | tillat endast nodvandiga |
    fortsatt utan att acceptera | fortsatt utan att godkanna | acceptera inte
  `),
  settings: phrases(`
    installningar | cookie installningar | cookieinstallningar | anpassa | hantera | hantera cookies |
    hantera alternativ | hantera installningar | fler alternativ | alternativ | visa detaljer | detaljer | valj |
    andra installningar | valj installningar
  `),
  save: phrases(`
    spara | spara val | spara mina val | spara installningar | bekrafta | bekrafta mina val | bekrafta val |
    tillat urval | tillat val | godkann valda | acceptera valda | spara och stang
  `),
  withdraw: phrases(`
    aterkalla samtycke | ta tillbaka samtycke | andra samtycke | cookie installningar | cookieinstallningar |
    hantera cookies | hantera samtycke | integritetsinstallningar | installningar for cookies |
    andra cookieinstallningar | sekretessinstallningar
  `),
  about: phrases('cookie | cookies | kakor | samtycke | integritet | personuppgifter'),
  necessary: phrases(`
    nodvandiga | nodvandig | strikt nodvandiga | obligatoriska | alltid aktiv | alltid aktiva | alltid pa
  `),
}
