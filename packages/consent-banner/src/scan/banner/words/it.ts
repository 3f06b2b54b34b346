import { phrases } from './phrases.ts'

export const it = {
  accept: phrases(`
    accetta | accetta tutto | accetta tutti | accetta i cookie | accetta tutti i cookie | accetto | accettare |
    consenti | consenti tutti | consenti tutto | acconsento | acconsenti | ho capito | va bene |
    accetta e continua | accetta e chiudi | si
  `),
  reject: phrases(`
    rifiuta | rifiuta tutto | rifiuta tutti | rifiuta i cookie | rifiuto | rifiutare | nega | nega tutti |
    non accetto | no | no grazie | solo necessari | solo i necessari | solo cookie necessari |
    usa solo i cookie necessari | accetta solo i necessari | accetta solo necessari | continua senza accettare |
    prosegui senza accettare | solo cookie tecnici | solo essenziali
  `),
  settings: phrases(`
    impostazioni | impostazioni cookie | personalizza | preferenze | gestisci | gestisci i cookie |
    gestisci opzioni | gestisci preferenze | opzioni | piu opzioni | mostra dettagli |
    scopri di piu e personalizza | configura | scegli
  `),
  save: phrases(`
    salva | salva preferenze | salva impostazioni | salva le scelte | salva ed esci | conferma |
    conferma le mie scelte | conferma selezione | accetta selezionati | accetta selezione | consenti selezione |
    salva e chiudi | applica
  `),
  withdraw: phrases(`
    revoca consenso | revoca il consenso | ritira il consenso | impostazioni cookie | impostazioni dei cookie |
    preferenze cookie | preferenze sui cookie | gestisci cookie | gestisci i cookie | gestisci consenso |
    gestione cookie | impostazioni privacy | impostazioni sulla privacy | modifica consenso |
    le tue preferenze relative alla privacy | preferenze privacy
  `),
  about: phrases('cookie | consenso | privacy | riservatezza | dati personali'),
  necessary: phrases(`
    necessari | necessario | strettamente necessari | essenziali | tecnici | sempre attivi | sempre attivo |
    obbligatori
  `),
}
