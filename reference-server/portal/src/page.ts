/**
 * The page of a portal: once there is a private link it stands in the address, so that loading again, or keeping it as a
 * bookmark, leads back to the request.
 */
document.addEventListener('sotto-privacy-link', (event) => {
  const { token } = (event as CustomEvent<{ token: string }>).detail
  const [slug] = location.pathname.split('/').slice(2)
  history.replaceState(null, '', `/privacy/${slug}/status?token=${encodeURIComponent(token)}`)
})
