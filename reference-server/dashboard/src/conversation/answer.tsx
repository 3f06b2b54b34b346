import { useId, useState } from 'preact/hooks'
import { BotAvatar } from '../design/avatar.tsx'
import { Icon } from '../design/icon.tsx'
import { AnswerText } from './answer-text.tsx'
import { groundingOf } from './grounding.ts'
import { SaidBy } from './message.tsx'
import { Sources } from './sources.tsx'
import { type Entry, sourcesOf } from './transcript.ts'

/** An answer of the bot: its words as the visitor saw them, its sources, and whether it stands on them. */
export function Answer({ entry, botName }: { entry: Entry; botName: string }) {
  const [opened, setOpened] = useState<number | null>(null)
  const quoteId = useId()
  const sources = sourcesOf(entry)
  const open = (number: number) => setOpened(opened === number ? null : number)
  const writing = entry.state === 'writing'
  const grounding = entry.state === 'completed' ? groundingOf(entry, botName) : null
  return (
    <SaidBy kind="bot" name={botName} at={entry.createdAt} avatar={<BotAvatar />}>
      {(entry.text || writing) && (
        <div class="prose" aria-busy={writing}>
          {entry.text && (
            <AnswerText
              text={entry.text}
              writing={writing}
              sources={sources}
              opened={opened}
              quoteId={quoteId}
              onOpen={open}
            />
          )}
          {writing && (
            <span class="dots" role="img" aria-label={`${botName} is writing`}>
              <i />
              <i />
              <i />
            </span>
          )}
        </div>
      )}
      {sources.length > 0 && <Sources sources={sources} opened={opened} quoteId={quoteId} onOpen={open} />}
      {entry.state === 'failed' && (
        <p class="answer-failed">
          <Icon name="trouble" />
          <span>
            {entry.problem?.title ?? 'The answer failed'}.{' '}
            {entry.mayRetry ? 'The visitor was told, and may ask again.' : 'The visitor was told.'}
          </span>
        </p>
      )}
      {grounding && (
        <p class={grounding.stands ? 'grounding' : 'grounding without'}>
          <Icon name={grounding.stands ? 'done' : 'trouble'} size={14} />
          <span>{grounding.text}</span>
        </p>
      )}
      {entry.rating && (
        <p class="grounding">
          <Icon name={entry.rating === 'up' ? 'helpful' : 'unhelpful'} size={14} />
          <span>
            {entry.rating === 'up' ? 'The visitor says that it helped.' : 'The visitor says that it did not help.'}
          </span>
        </p>
      )}
    </SaidBy>
  )
}
