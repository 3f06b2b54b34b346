/** The style sheet for a bot's own colour. Few bots have one; what makes it legible comes when one does. */
export class AccentSheet {
  readonly sheet = new CSSStyleSheet()
  #colour: string | null = null

  async paint(colour: string | null) {
    if (colour === this.#colour) return
    this.#colour = colour
    const { accentCss } = await import('./accent.ts')
    this.sheet.replaceSync(colour ? accentCss(colour, ':host') : '')
  }
}
