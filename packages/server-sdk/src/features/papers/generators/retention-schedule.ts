import { capitalised, h2, type PaperDocument, p, table, template, titles } from '../document/document.ts'
import type { PaperFacts } from '../facts/paper-facts.ts'
import { byLawInWords, clockInWords, keptInWords, keptOf } from '../facts/retention.ts'
import { bases } from '../facts/words.ts'
import { neededOf } from './parties.ts'

/** How long everything is kept that is declared, by category and for each kind of record. */
export function retentionSchedule(facts: PaperFacts): PaperDocument {
  const { activities, rules, logYears } = facts
  const categories = [...new Set(activities.map(({ rule }) => rule.category))].filter((one) => one !== 'technical')
  const open = categories.filter((category) =>
    rules.some((rule) => rule.category === category && rule.keptFor === 'open'),
  )
  const bots = rules.filter(({ bot }) => bot !== null)
  return {
    title: titles['retention-schedule'],
    missing: neededOf(facts),
    remarks: open.map((category) => ({
      field: 'retention',
      message: `no period is set for ${category}: what belongs to it is kept until somebody deletes it`,
    })),
    blocks: [
      p('How long records are kept, when the time begins, and what becomes of them at its end.'),
      h2('By category'),
      table(
        ['Category', 'Kept', 'Afterwards'],
        [
          ...categories.map((category) => {
            const rule = rules.find((one) => one.category === category && one.bot === null)
            const kept = rule?.keptFor ?? 'open'
            const byLaw = activities.find((one) => one.rule.category === category)?.byLaw ?? []
            return [
              capitalised(category),
              [capitalised(keptInWords(kept)), ...byLawInWords(byLaw)].join('; '),
              rule?.afterwards === 'anonymise' ? 'Anonymised' : 'Deleted',
            ]
          }),
          ['Audit log', `${logYears} years`, 'Deleted, oldest first; what is left stays provable'],
        ],
      ),
      ...(bots.length > 0
        ? [
            h2('For single bots'),
            table(
              ['Bot', 'Category', 'Kept', 'Afterwards'],
              bots.map((rule) => [
                rule.bot ?? '',
                capitalised(rule.category),
                capitalised(keptInWords(rule.keptFor)),
                rule.afterwards === 'anonymise' ? 'Anonymised' : 'Deleted',
              ]),
            ),
          ]
        : []),
      h2('By kind of record'),
      table(
        ['Record', 'Category', 'Legal basis', 'Time begins when', 'Kept'],
        activities.map((one) => [
          `${one.title} (${one.collection})`,
          one.rule.category,
          capitalised(bases[one.basis]),
          clockInWords(one.clock),
          keptOf(one),
        ]),
      ),
      p(
        'A legal hold keeps records longer, as long as it lasts. An erasure that a person asks for ends them earlier. Backups open nothing any more once the keys of their time are gone.',
      ),
      template,
    ],
  }
}
