/** Calls with every text in a value, and where it stands. */
export function eachText(value: unknown, path: string, take: (text: string, path: string) => void): void {
  if (typeof value === 'string') {
    if (value !== '') take(value, path)
  } else if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) eachText(inner, `${path}.${index}`, take)
  } else if (typeof value === 'object' && value !== null && !(value instanceof Date) && !(value instanceof Uint8Array))
    for (const [name, inner] of Object.entries(value)) eachText(inner, `${path}.${name}`, take)
}

/** Changes the text at a place, as `eachText` names it. */
export function changeText(value: Record<string, unknown>, path: string, change: (text: string) => string): void {
  let at: Record<string, unknown> = value
  let rest = path
  for (;;) {
    // A name may have dots of its own.
    const names = Object.keys(at)
    const name = names.find((one) => one === rest) ?? names.find((one) => rest.startsWith(`${one}.`))
    if (name === undefined) return
    if (name === rest) {
      if (typeof at[name] === 'string') at[name] = change(at[name])
      return
    }
    rest = rest.slice(name.length + 1)
    at = at[name] as Record<string, unknown>
  }
}
