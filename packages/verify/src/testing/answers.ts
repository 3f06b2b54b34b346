type Facts = Record<string, unknown>

/** A receipt as the API hands it out: beside the record, and the words that were shown. */
export function answersWith(text: string, facts: Facts): [name: string, file: string, status: 'valid' | 'invalid'][] {
  const { team: _team, ...record } = facts
  const receipt = JSON.parse(text) as Facts
  const answer = (beside: Facts, more: Facts = {}) =>
    JSON.stringify({ record: { ...record, ...beside }, receipt, ...more })
  const wrongly: Facts = {
    ...{
      id: 'rcp_2',
      at: null,
      receivedAt: '2026-05-03T09:00:00.000Z',
      text: null,
      layout: 'box',
      language: 'en',
      region: 'DE',
      source: 1,
    },
    ...{
      gpc: true,
      choices: { analytics: 'granted' },
      policy: { id: 'pol_1', version: null },
      receipt: '0'.repeat(64),
    },
  }
  return [
    ['an answer', answer({ contactId: null, proof: '\ud800' }), 'valid'],
    ['an answer, the words left out', answer({}, { shown: null }), 'valid'],
    ['an answer with other words', answer({}, { shown: { title: 'Yes?' } }), 'invalid'],
    ['an answer where no record stands', JSON.stringify({ identified: true, receipt }), 'valid'],
    ['an answer with what nobody signed', JSON.stringify({ receipt: { ...receipt, note: '' } }), 'invalid'],
    ['an answer in an answer', JSON.stringify({ receipt: { receipt } }), 'invalid'],
    ['an answer with a name twice', answer({}).replace('"gpc":', '"gpc":true,"gpc":'), 'invalid'],
    ['an answer without a screen', answer({ layout: 'none' }), 'valid'],
    ['an answer with half a character', answer({ region: '\ud800' }), 'invalid'],
    ...Object.entries(wrongly).map(
      ([name, value]) => [`an answer with another ${name}`, answer({ [name]: value }), 'invalid'] as const,
    ),
  ].map(([name, file, status]) => [name, file, status] as [string, string, 'valid' | 'invalid'])
}
