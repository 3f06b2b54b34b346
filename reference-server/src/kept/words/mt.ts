import type { KeptWords } from './words.ts'

export const mt: KeptWords = {
  heading: 'X’iżomm {team} dwarek',
  intro:
    'Kull waħda minn dawn hija msakkra b’ċavetta tagħha. Meta tintesa, iċ-ċavetta tinqered u ħadd ma jkun jista’ jaqraha aktar.',
  ownHeading: 'Konverżazzjoni li kellek hawn',
  ownText:
    'Tista’ tħassar konverżazzjoni int stess: iftaħ iċ-chat, imbagħad il-menu tiegħu, imbagħad “Ħassar din il-konverżazzjoni”.',
  anonymised: 'Wara jibqgħu biss numri mingħajr persuna.',
  deleted: 'Wara titħassar.',
  collections: {
    contacts: 'Min int',
    conversations: 'Il-konverżazzjonijiet tiegħek',
    messages: 'X’inkiteb fihom',
    appointments: 'L-appuntamenti tiegħek',
    tickets: 'It-talbiet tiegħek għall-għajnuna',
    consentRecords: 'Għal xiex qbilt',
  },
  fields: {
    name: 'isem',
    email: 'indirizz tal-email',
    phone: 'numru tat-telefon',
    externalId: 'numru tal-klijent',
    company: 'kumpanija',
    saidName: 'l-isem li tajt',
    saidEmail: 'l-indirizz li tajt',
    page: 'il-paġna li bdejt fiha',
    text: 'test',
    citations: 'sorsi tat-tweġibiet',
    title: 'dwar xiex inhu',
    notes: 'noti',
    subject: 'suġġett',
    description: 'deskrizzjoni',
    choices: 'l-għażliet tiegħek',
    law: 'il-liġi li kienet tapplika',
    shown: 'kif intwera',
    when: 'meta',
    proof: 'prova',
  },
  purposes: {
    contacts: 'Kitba miegħek',
    conversations: 'Tweġiba għall-mistoqsijiet tiegħek',
    appointments: 'Żamma tal-appuntamenti',
    tickets: 'Għajnuna lilek',
    consentRecords: 'Turija għal xiex qbilt',
  },
  bases: {
    consent: 'għax qbilt',
    contract: 'għax hu meħtieġ biex naqduk',
    'legitimate-interests': 'minħabba interess leġittimu',
    'legal-obligation': 'għax il-liġi titolbu',
  },
}
