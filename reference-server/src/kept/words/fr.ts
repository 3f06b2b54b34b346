import type { KeptWords } from './words.ts'

export const fr: KeptWords = {
  heading: 'Ce que {team} conserve à votre sujet',
  intro:
    'Chacun de ces éléments est fermé par sa propre clé. Lorsqu’il est oublié, la clé est détruite et plus personne ne peut le lire.',
  ownHeading: 'Une conversation que vous avez eue ici',
  ownText:
    'Vous pouvez supprimer vous-même une conversation : ouvrez le chat, puis son menu, puis « Supprimer cette conversation ».',
  anonymised: 'Ensuite, il ne reste que des chiffres sans personne.',
  deleted: 'Ensuite, c’est supprimé.',
  collections: {
    contacts: 'Qui vous êtes',
    conversations: 'Vos conversations',
    messages: 'Ce qui y a été écrit',
    appointments: 'Vos rendez-vous',
    tickets: 'Vos demandes d’aide',
    consentRecords: 'Ce que vous avez accepté',
  },
  fields: {
    name: 'nom',
    email: 'adresse e-mail',
    phone: 'numéro de téléphone',
    externalId: 'numéro de client',
    company: 'entreprise',
    saidName: 'le nom que vous avez donné',
    saidEmail: 'l’adresse que vous avez donnée',
    page: 'la page où vous avez commencé',
    text: 'texte',
    citations: 'sources des réponses',
    title: 'de quoi il s’agit',
    notes: 'notes',
    subject: 'objet',
    description: 'description',
    choices: 'vos choix',
    law: 'le droit applicable',
    shown: 'comment cela a été montré',
    when: 'quand',
    proof: 'preuve',
  },
  purposes: {
    contacts: 'Écrire avec vous',
    conversations: 'Répondre à vos questions',
    appointments: 'Tenir les rendez-vous',
    tickets: 'Vous aider',
    consentRecords: 'Montrer ce que vous avez accepté',
  },
  bases: {
    consent: 'parce que vous l’avez accepté',
    contract: 'parce que c’est nécessaire pour vous servir',
    'legitimate-interests': 'en raison d’un intérêt légitime',
    'legal-obligation': 'parce que la loi le demande',
  },
}
