import { type AnyCollection, type DataMap, endsWith, type Fields, type LegalBasis } from '../../../data-map/index.ts'
import type { LegalPeriod } from '../../../erasure/index.ts'
import { type Kept, type RetentionRule, ruleFor } from './retention.ts'
import { fieldOf, titleOf } from './words.ts'

/** Whose data something is: of people outside of the team, of its staff, or of nobody. */
export type Subjects = 'people' | 'staff' | 'nobody'

/** One declared collection, as papers speak of it. */
export interface Activity extends Kept {
  collection: string
  title: string
  purpose: string
  basis: LegalBasis
  subjects: Subjects
  /** Personal fields, in words. */
  data: string[]
  /** Sealed fields about nobody, in words. */
  confidential: string[]
}

const roots: Readonly<Record<string, Subjects>> = { contacts: 'people', members: 'staff' }

function subjectsOf(collection: AnyCollection): Subjects {
  let at = collection
  while (typeof at.about === 'object') at = at.about.of
  return at.about === 'nobody' ? 'nobody' : (roots[at.name] ?? 'people')
}

const namesOf = ({ name: collection, fields }: AnyCollection, kind: 'personal' | 'confidential') =>
  Object.entries(fields as Fields)
    .filter(([, field]) => field.kind === kind)
    .map(([name]) => fieldOf(name, collection))

/** The time from which it is kept: of what it ends with, where it ends with something. */
function clockOf(collection: AnyCollection): string {
  const whole = endsWith(collection)
  return whole ? clockOf(whole) : collection.retention.since
}

/** Everything that is declared, in the order of the data map. */
export const activitiesOf = (
  { collections }: DataMap,
  rules: readonly RetentionRule[],
  keptByLaw: readonly LegalPeriod[],
): Activity[] =>
  collections.map((collection) => ({
    collection: collection.name,
    title: titleOf(collection.name),
    purpose: collection.purpose,
    basis: collection.basis,
    subjects: subjectsOf(collection),
    data: namesOf(collection, 'personal'),
    confidential: namesOf(collection, 'confidential'),
    clock: clockOf(collection),
    rule: ruleFor(collection, rules),
    bots: rules.filter(({ category, bot }) => bot !== null && category === collection.retention.category),
    byLaw: keptByLaw.filter(({ category }) => category === collection.retention.category),
  }))

/** Activities by their purpose, in the order in which purposes first come. */
export function byPurpose(activities: readonly Activity[]): [purpose: string, activities: Activity[]][] {
  const found = new Map<string, Activity[]>()
  for (const activity of activities) found.set(activity.purpose, [...(found.get(activity.purpose) ?? []), activity])
  return [...found]
}
