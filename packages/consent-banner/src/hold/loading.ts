/** Attributes by which an element loads. Held, they stand as `data-src` and so on. */
export const loading = ['src', 'srcset', 'srcdoc', 'href', 'data', 'poster']
