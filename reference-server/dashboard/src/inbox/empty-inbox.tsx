import { type InboxView, linkTo } from '../app/paths.ts'
import { useWorkspace } from '../app/workspace.ts'
import { InstallTag } from '../bots/install-tag-view.tsx'
import { Empty } from '../design/notice.tsx'

const nothing: Record<Exclude<InboxView, 'open'>, [title: string, text: string]> = {
  yours: ['Nothing of yours is open', 'Conversations that are assigned to you stand here.'],
  unassigned: ['Nobody waits without an answer', 'Conversations that need a person and have none stand here.'],
  closed: ['Nothing is closed yet', 'Conversations that were closed stand here until their time is over.'],
}

/** An inbox without anything says why, and what would bring something. */
export function EmptyInbox({ view }: { view: InboxView }) {
  const { bots } = useWorkspace()
  if (view !== 'open') {
    const [title, text] = nothing[view]
    return (
      <Empty icon="inbox" title={title}>
        <p>{text}</p>
      </Empty>
    )
  }
  const shelf = bots.bots.value
  const shown = shelf.state === 'ready' ? shelf.value.find(({ visibility }) => visibility === 'public') : undefined
  if (!shown)
    return (
      <Empty icon="inbox" title="No conversations yet">
        <p>They come once a bot is public and on your website.</p>
        <a class="button plain" href={linkTo({ name: 'bots' })}>
          Go to the bots
        </a>
      </Empty>
    )
  return (
    <Empty icon="inbox" title="No conversations yet">
      <p>Paste this once, anywhere in your page, and visitors can ask {shown.name}.</p>
      <InstallTag publishableKey={shown.publishableKey} />
    </Empty>
  )
}
