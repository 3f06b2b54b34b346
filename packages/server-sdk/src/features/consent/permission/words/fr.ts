import type { PermissionWords } from './words.ts'

export const fr: PermissionWords = {
  subject: '{team} : veuillez confirmer votre adresse',
  asked: 'Quelqu’un, sans doute vous, a demandé à {team} d’envoyer ceci à votre adresse : {what}.',
  press: 'Si vous êtes d’accord, ouvrez cette page et appuyez sur le bouton :',
  ignore:
    'Si ce n’était pas vous, ne faites rien. Vous ne recevrez aucun message de ce type, et la demande sera effacée après {hours} heures.',
  news: 'actualités et offres par e-mail',
  confirmHeading: 'Voulez-vous recevoir ces messages ?',
  confirmButton: 'Oui, les envoyer',
  withdrawable: 'Vous pouvez y mettre fin à tout moment : chacun de ces messages contient un lien pour cela.',
  confirmed: 'Merci, c’est confirmé',
  confirmedText: '{team} vous enverra : {what}.',
  confirmedBefore: 'C’était déjà confirmé',
  expired: 'Ce lien a expiré',
  expiredText:
    'Il n’était valable que pour un temps limité, et rien n’a été conservé. Refaites votre demande là où vous avez trouvé le formulaire.',
  unknown: 'Ce lien est incomplet',
  unknownText:
    'Une partie s’est peut-être perdue. Copiez l’adresse entière depuis le message, ou demandez un nouveau message.',
  unsubscribe: 'Se désabonner',
  unsubscribeText: '{team} ne vous enverra plus : {what}.',
  unsubscribed: 'Vous ne recevrez plus ces messages',
  unsubscribedText: '{team} ne vous envoie plus : {what}.',
  subscribeAgain: 'Se réabonner',
}
