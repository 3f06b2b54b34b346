import type { PrivacyPortal } from '@sotto/contracts'
import { useSpeaking } from './spoken.ts'
import { type Choice, choiceGroups } from './words/index.ts'

interface ChoicesProps {
  kinds: PrivacyPortal['kinds']
  title: string
  onChoose: (choice: Choice) => void
}

const kindOf = (choice: Choice) => (choice === 'no-advertising' ? 'objection' : choice)

/** What somebody may want, in their words. */
export function Choices({ kinds, title, onChoose }: ChoicesProps) {
  const { words, say } = useSpeaking()
  const offered = new Set<string>(kinds.map(({ kind }) => kind))
  return (
    <section>
      <h1 tabIndex={-1}>{title}</h1>
      <p class="lead">{say(words.intro)}</p>
      {(Object.keys(choiceGroups) as (keyof typeof choiceGroups)[]).map((group) => {
        const choices = choiceGroups[group].filter((choice) => offered.has(kindOf(choice)))
        if (choices.length === 0) return null
        return (
          <section key={group} aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`} class="group">
              {words.groups[group]}
            </h2>
            <ul class="choices">
              {choices.map((choice) => (
                <li key={choice}>
                  <button type="button" class="choice" onClick={() => onChoose(choice)}>
                    <span class="choice-name">{words.choices[choice].name}</span>
                    <span class="quiet">{words.choices[choice].note}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </section>
  )
}
