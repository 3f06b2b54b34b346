import { phrases } from './phrases.ts'

export const fr = {
  accept: phrases(`
    accepter | tout accepter | accepter tout | j accepte | accepter les cookies | accepter et fermer |
    accepter et continuer | autoriser | tout autoriser | d accord | ok pour moi | j ai compris | oui |
    accepter tous les cookies
  `),
  reject: phrases(`
    refuser | tout refuser | refuser tout | je refuse | refuser les cookies | continuer sans accepter |
    continuer sans consentir | rejeter | tout rejeter | non | non merci | interdire | tout interdire |
    uniquement les cookies necessaires | cookies necessaires uniquement |
    accepter uniquement les cookies necessaires | seulement les cookies essentiels | refuser tous les cookies |
    ne pas accepter | necessaires uniquement
  `),
  settings: phrases(`
    parametrer | parametres | parametrer les cookies | personnaliser | gerer | gerer les cookies | gerer mes choix |
    preferences | voir les preferences | en savoir plus et parametrer | plus d options | options | configurer |
    choisir | parametres des cookies | afficher les finalites | je choisis
  `),
  save: phrases(`
    enregistrer | enregistrer mes choix | enregistrer les preferences | sauvegarder | confirmer |
    confirmer mes choix | valider | valider mes choix | accepter la selection | autoriser la selection |
    enregistrer et fermer | appliquer
  `),
  withdraw: phrases(`
    retirer mon consentement | retirer le consentement | gestion des cookies | gerer les cookies |
    gerer mes cookies | parametres des cookies | parametrer les cookies | preferences cookies |
    preferences de cookies | gerer le consentement | gerer mon consentement | modifier mes choix |
    parametres de confidentialite | vos choix de confidentialite | centre de preferences | revoir mes choix |
    mes cookies | donnees personnelles et cookies
  `),
  about: phrases('cookie | cookies | consentement | vie privee | confidentialite | traceurs | donnees'),
  necessary: phrases(`
    necessaire | necessaires | strictement necessaires | essentiel | essentiels | obligatoire | obligatoires |
    toujours actif | requis | indispensables
  `),
}
