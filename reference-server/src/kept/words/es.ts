import type { KeptWords } from './words.ts'

export const es: KeptWords = {
  heading: 'Qué guarda {team} sobre usted',
  intro:
    'Cada uno de estos datos está cerrado con una clave propia. Cuando se olvida, la clave se destruye y nadie puede volver a leerlo.',
  ownHeading: 'Una conversación que tuvo aquí',
  ownText:
    'Puede borrar una conversación usted mismo: abra el chat, después su menú y después «Borrar esta conversación».',
  anonymised: 'Después solo quedan cifras sin persona.',
  deleted: 'Después se borra.',
  collections: {
    contacts: 'Quién es usted',
    conversations: 'Sus conversaciones',
    messages: 'Lo que se escribió en ellas',
    appointments: 'Sus citas',
    tickets: 'Sus peticiones de ayuda',
    consentRecords: 'Lo que aceptó',
  },
  fields: {
    name: 'nombre',
    email: 'dirección de correo electrónico',
    phone: 'número de teléfono',
    externalId: 'número de cliente',
    company: 'empresa',
    saidName: 'el nombre que dio',
    saidEmail: 'la dirección que dio',
    page: 'la página en la que empezó',
    text: 'texto',
    citations: 'fuentes de las respuestas',
    title: 'de qué se trata',
    notes: 'notas',
    subject: 'asunto',
    description: 'descripción',
    choices: 'sus elecciones',
    law: 'la ley que se aplicó',
    shown: 'cómo se mostró',
    when: 'cuándo',
    proof: 'prueba',
  },
  purposes: {
    contacts: 'Escribir con usted',
    conversations: 'Responder a sus preguntas',
    appointments: 'Cumplir las citas',
    tickets: 'Ayudarle',
    consentRecords: 'Mostrar lo que aceptó',
  },
  bases: {
    consent: 'porque usted lo aceptó',
    contract: 'porque es necesario para atenderle',
    'legitimate-interests': 'por un interés legítimo',
    'legal-obligation': 'porque lo exige la ley',
  },
}
