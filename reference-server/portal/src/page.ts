/**
 * The page of a portal. Where somebody is stands in its address: loading again leads back there, the button of the
 * browser one step back, and a private link can be kept as a bookmark.
 */
interface Step {
  kind: string | null
  pending: string | null
}

const slug = location.pathname.split('/')[2]
const language = () => new URLSearchParams(location.search).get('lang')

const addressOf = ({ kind, pending }: Step) => {
  const said = Object.entries({ kind, pending, lang: language() }).filter((entry): entry is [string, string] =>
    Boolean(entry[1]),
  )
  const query = new URLSearchParams(said).toString()
  return `/privacy/${slug}${query && `?${query}`}`
}

/** Each language leads to the same step. */
const tellLanguages = () => {
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.languages a')) {
    const address = new URLSearchParams(location.search)
    address.set('lang', link.lang)
    link.href = `?${address}`
  }
}

document.addEventListener('sotto-privacy-step', (event) => {
  const { detail } = event as CustomEvent<Step>
  const address = addressOf(detail)
  if (address === location.pathname + location.search) return
  // What was asked cannot be taken back by going back: only choosing has a step of its own.
  if (detail.kind && !detail.pending) history.pushState(null, '', address)
  else history.replaceState(null, '', address)
  tellLanguages()
})

document.addEventListener('sotto-privacy-link', (event) => {
  const { token } = (event as CustomEvent<{ token: string }>).detail
  history.replaceState(null, '', `/privacy/${slug}/status?token=${encodeURIComponent(token)}`)
  tellLanguages()
})

addEventListener('popstate', () => location.reload())
