/** Stands for any script that a site may run only with a yes. */
const before = Number(/(?:^|; )visits=(\d+)/.exec(document.cookie)?.[1] ?? 0)
// biome-ignore lint/suspicious/noDocumentCookie: the cookie that the policy declares
document.cookie = `visits=${before + 1}; Path=/; Max-Age=${90 * 86400}; SameSite=Lax`
document.querySelector('#visits').textContent = `Visits so far: ${before + 1}`
