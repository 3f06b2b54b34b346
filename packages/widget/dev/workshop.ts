import type { WidgetConfiguration } from '@sotto/contracts'
import type { Step } from './instructions.ts'

const configuration: WidgetConfiguration = {
  botId: 'bot_00000000000000000000000001',
  name: 'Kestrel Cycles',
  teamName: 'Kestrel Cycles',
  greeting: 'What does your bike need?\nI answer from our handbook and price list, and show you the page.',
  starters: [
    'What does a service cost?',
    'When can I bring my bike in?',
    'Can I borrow a bike meanwhile?',
    'Do you mend e-bikes?',
  ],
  colour: null,
  disclosure: {
    machine: 'A machine answers here.',
    reading: 'Kestrel Cycles stores what you write, and its workshop team can read it.',
    keeping: 'Kept for 90 days.',
  },
  keeps: [
    { what: 'This chat', why: 'To answer you, and to help if you come back', howLong: '90 days' },
    { what: 'At the model provider', why: 'Questions, with names and numbers taken out', howLong: '30 days' },
  ],
  privacyUrl: '/privacy',
}

const source = (
  number: number,
  documentTitle: string,
  page: number | null,
  row: number | null,
  quote: string,
): Step => ({
  citation: { number, documentTitle, page, row, section: [], quote },
})

/** A text in pieces, as it would come from a model. */
const spoken = (text: string, pace: number): Step[] =>
  (text.match(/[^.:|\n]*[.:|\n]+\s*|.+$/g) ?? [text]).flatMap((delta) => [{ wait: pace }, { delta }])

const service: Step[] = [
  source(
    1,
    'Price list',
    null,
    12,
    'Standard service, £85: new gear cables, indexing, wear check. In by 9:30, ready the next working day.',
  ),
  source(
    2,
    'Customer handbook',
    11,
    null,
    'Past 0.75 % we replace chain and cassette together, and we telephone before fitting any part above £30.',
  ),
  source(
    3,
    'Customer handbook',
    7,
    null,
    'A loan bike is free for up to three days. Please bring photo identification.',
  ),
  ...spoken(
    'A skipping chain is usually worn. Ask for the **Standard service, £85**: new gear cables, indexing and a wear check. [1]\n\n' +
      'If the chain has stretched past 0.75 %, chain and cassette go together. We ring before fitting parts over £30. [2]\n\n' +
      '- In by 9:30, ready the next working day [1]\n- Loan bike free for three days, with photo ID [3]',
    60,
  ),
]

const comparison: Step[] = [
  source(1, 'Price list', null, 13, 'Full service, £165: bearings stripped and greased, brakes bled or recabled.'),
  ...spoken(
    'Mostly bearings and brakes: [1]\n\n' +
      '|  | Standard, £85 | Full, £165 |\n|---|---|---|\n| Brakes | adjusted | bled or recabled |\n' +
      '| Bearings | checked | stripped, greased |\n| Wheels | trued in place | trued in the stand |\n' +
      '| Ready | next working day | in three |\n\nIf you ride through the winter, the full service pays for itself in two seasons.',
    60,
  ),
]

const unknown: Step[] = spoken('I don’t know. Our handbook does not say, and a guess could cost you a wheel.', 60)

/** What the workshop's bot says when no test says otherwise. */
function answerTo(text: string): Step[] {
  if (/fail/i.test(text)) return [{ delta: 'A service ' }, { wait: 200 }, { fail: 'model_interrupted', mayRetry: true }]
  if (/full/i.test(text)) return comparison
  if (/chain|service|cost|borrow/i.test(text)) return service
  return unknown
}

export const workshop = { configuration, answerTo }
