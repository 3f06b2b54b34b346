import type { KeptWords } from './words.ts'

export const ga: KeptWords = {
  heading: 'Cad a choinníonn {team} fút',
  intro:
    'Tá gach ceann díobh seo faoi ghlas lena eochair féin. Nuair a dhéantar dearmad air, scriostar an eochair agus ní féidir le duine ar bith é a léamh a thuilleadh.',
  ownHeading: 'Comhrá a bhí agat anseo',
  ownText:
    'Is féidir leat comhrá a scriosadh tú féin: oscail an comhrá, ansin a roghchlár, ansin “Scrios an comhrá seo”.',
  anonymised: 'Ina dhiaidh sin ní fhanann ach uimhreacha gan duine.',
  deleted: 'Ina dhiaidh sin scriostar é.',
  collections: {
    contacts: 'Cé tú féin',
    conversations: 'Do chomhráite',
    messages: 'An méid a scríobhadh iontu',
    appointments: 'Do choinní',
    tickets: 'D’iarratais ar chabhair',
    consentRecords: 'An méid ar thoiligh tú leis',
  },
  fields: {
    name: 'ainm',
    email: 'seoladh ríomhphoist',
    phone: 'uimhir theileafóin',
    externalId: 'uimhir chustaiméara',
    company: 'cuideachta',
    saidName: 'an t-ainm a thug tú',
    saidEmail: 'an seoladh a thug tú',
    page: 'an leathanach ar thosaigh tú air',
    text: 'téacs',
    citations: 'foinsí na bhfreagraí',
    title: 'cad faoi atá sé',
    notes: 'nótaí',
    subject: 'ábhar',
    description: 'cur síos',
    choices: 'do roghanna',
    law: 'an dlí a bhí i bhfeidhm',
    shown: 'mar a taispeánadh é',
    when: 'cathain',
    proof: 'cruthúnas',
  },
  purposes: {
    contacts: 'Scríobh leat',
    conversations: 'Do cheisteanna a fhreagairt',
    appointments: 'Coinní a choinneáil',
    tickets: 'Cabhrú leat',
    consentRecords: 'A thaispeáint cad leis ar thoiligh tú',
  },
  bases: {
    consent: 'toisc gur thoiligh tú',
    contract: 'toisc go bhfuil gá leis chun freastal ort',
    'legitimate-interests': 'mar gheall ar leas dlisteanach',
    'legal-obligation': 'toisc go n-iarrann an dlí é',
  },
}
