/** The one tag that a website needs. A publishable key has no characters that an address or HTML would mean otherwise. */
export const installTag = (origin: string, publishableKey: string) =>
  `<script type="module" src="${origin}/widget/v1.js?bot=${publishableKey}"></script>`
