import type { ComponentChildren } from 'preact'
import { PersonAvatar } from '../design/avatar.tsx'
import { clock, fullTime } from '../design/time.ts'
import type { Entry } from './transcript.ts'

interface SaidByProps {
  avatar: ComponentChildren
  name: string
  at: string
  kind: 'visitor' | 'member' | 'bot'
  children: ComponentChildren
}

/** Who said something and when, and what. */
export const SaidBy = ({ avatar, name, at, kind, children }: SaidByProps) => (
  <article class={`said ${kind}`} aria-label={`${name}, ${fullTime(at)}`}>
    <span class="gutter">{avatar}</span>
    <div class="said-body">
      <p class="said-by">
        <strong dir="auto">{name}</strong>
        <time dateTime={at} title={fullTime(at)}>
          {clock(at)}
        </time>
      </p>
      {children}
    </div>
  </article>
)

interface VisitorMessageProps {
  entry: Entry
  id: string
  name: string | null
  shown: string
}

export const VisitorMessage = ({ entry, id, name, shown }: VisitorMessageProps) => (
  <SaidBy kind="visitor" name={shown} at={entry.createdAt} avatar={<PersonAvatar id={id} name={name} />}>
    <div class="bubble" dir="auto">
      {entry.text}
    </div>
  </SaidBy>
)

export const MemberMessage = ({ entry, id, name }: { entry: Entry; id: string; name: string | null }) => (
  <SaidBy kind="member" name={name ?? 'A member'} at={entry.createdAt} avatar={<PersonAvatar id={id} name={name} />}>
    <div class="bubble team" dir="auto">
      {entry.text}
    </div>
  </SaidBy>
)
