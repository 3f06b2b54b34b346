import { phrases } from './phrases.ts'

export const da = {
  accept: phrases(`
    accepter | accepter alle | accepter alt | tillad | tillad alle | tillad alle cookies | godkend | godkend alle |
    jeg accepterer | acceptér alle | jeg er enig | forstaet | ja | ok til alle | accepter cookies
  `),
  reject: phrases(`
    afvis | afvis alle | afvis alt | afsla | nej | nej tak | kun nodvendige | kun nødvendige |
    kun nødvendige cookies | tillad kun nødvendige | accepter kun nødvendige | brug kun nødvendige cookies |
    fortsæt uden at acceptere | fortsæt uden samtykke | accepter ikke | kun funktionelle
  `),
  settings: phrases(`
    indstillinger | cookie indstillinger | tilpas | præferencer | administrer | administrer cookies |
    flere muligheder | muligheder | vis detaljer | detaljer | vælg | tilpas valg | tilpas indstillinger |
    administrer indstillinger
  `),
  save: phrases(`
    gem | gem valg | gem indstillinger | gem præferencer | bekræft | bekræft mine valg | bekræft valg |
    tillad valgte | accepter valgte | accepter udvalgte | gem og luk
  `),
  withdraw: phrases(`
    træk samtykke tilbage | tilbagetræk samtykke | ændre samtykke | skift samtykke | forny samtykke |
    cookie indstillinger | cookieindstillinger | administrer cookies | administrer samtykke |
    privatlivsindstillinger | cookies og privatliv | ret cookie samtykke
  `),
  about: phrases('cookie | cookies | samtykke | privatliv | persondata'),
  necessary: phrases('nødvendige | nødvendig | strengt nødvendige | påkrævet | altid aktiv | altid aktive'),
}
