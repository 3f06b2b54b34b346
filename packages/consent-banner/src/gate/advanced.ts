/** Comes only to pages that it is about. */
export const warnOfAdvanced = () =>
  console.warn('Sotto: "advanced" Consent Mode tells Google of visitors before they choose.')
