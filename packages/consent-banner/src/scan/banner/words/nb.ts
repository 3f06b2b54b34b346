import { phrases } from './phrases.ts'

export const nb = {
  accept: phrases(`
    godta | godta alle | godta alle informasjonskapsler | aksepter | aksepter alle | aksepter alt | tillat |
    tillat alle | tillat alle informasjonskapsler | jeg godtar | jeg aksepterer | godkjenn | godkjenn alle |
    jeg forstar | ja | samtykk til alle
  `),
  reject: phrases(`
    avvis | avvis alle | avsla | avslå | avslå alle | ikke godta | nei | nei takk | kun nødvendige |
    bare nødvendige | bare nødvendige informasjonskapsler | kun nødvendige informasjonskapsler |
    godta kun nødvendige | godta bare nødvendige | tillat kun nødvendige | fortsett uten å godta |
    fortsett uten samtykke | kun nødvendige cookies
  `),
  settings: phrases(`
    innstillinger | cookie innstillinger | tilpass | administrer | administrer valg | flere alternativer |
    alternativer | vis detaljer | detaljer | velg | endre innstillinger | velg selv |
    innstillinger for informasjonskapsler
  `),
  save: phrases(`
    lagre | lagre valg | lagre innstillinger | bekreft | bekreft valg | bekreft mine valg | tillat utvalg |
    tillat valgte | godta valgte | lagre og lukk
  `),
  withdraw: phrases(`
    trekk tilbake samtykke | endre samtykke | cookie innstillinger | innstillinger for informasjonskapsler |
    administrer informasjonskapsler | administrer samtykke | personverninnstillinger | administrer cookies
  `),
  about: phrases('cookie | cookies | informasjonskapsler | samtykke | personvern'),
  necessary: phrases('nødvendige | nødvendig | strengt nødvendige | påkrevd | alltid aktiv | alltid på'),
}
