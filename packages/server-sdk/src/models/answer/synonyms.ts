import { termsOf } from '../../language/index.ts'

/**
 * Words for the same thing in the questions and documents of businesses. A question's word is also found under the
 * others of its group, in English; other languages are matched by their stems alone.
 */
const sameThing = [
  'cost price charge fee pay rate tariff expensive',
  'buy purchase order',
  'repair mend fix',
  'bike bicycle cycle',
  'telephone phone call ring',
  'open opening hours',
  'close closed closing shut',
  'return refund',
  'send ship post deliver delivery shipping',
  'cancel cancellation',
  'guarantee warranty guaranteed',
  'begin start',
  'end finish',
  'allow permit allowed',
  'need require must necessary required',
  'large big size',
  'fast quick quickly soon',
  'free complimentary gratis',
  'borrow loan lend',
  'rent hire rental',
  'child children kid kids',
  'car vehicle',
  'staff employee team mechanic',
  'founded opened established founder',
  'mail email e-mail',
  'address located location',
  'bring take',
  'take accept',
  'stock sell carry',
  'book booking appointment reserve reservation',
  'discount reduction concession',
  'replace renew change swap',
  'cheap cheapest cheaper inexpensive',
]

const synonyms = new Map<string, Set<string>>()
for (const group of sameThing) {
  const stems = new Set(group.split(' ').flatMap((word) => termsOf(word, 'en')))
  for (const stem of stems) synonyms.set(stem, new Set([...(synonyms.get(stem) ?? []), ...stems]))
}

export function synonymsOf(stem: string): ReadonlySet<string> {
  return synonyms.get(stem) ?? new Set([stem])
}
