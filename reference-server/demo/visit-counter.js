// What waits for a yes on the demo page: it runs when a visitor agrees to be counted, and never before.
const before = Number(/(?:^|; )kestrel_visits=(\d+)/.exec(document.cookie)?.[1] ?? 0)
const visits = Math.min(before + 1, 9999)
// biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in every browser that the page is tried in
document.cookie = `kestrel_visits=${visits}; path=/; max-age=${90 * 24 * 60 * 60}; samesite=lax`
const place = document.getElementById('visits')
if (place) place.textContent = `The visit counter has run, as you agreed: this is visit ${visits}.`
