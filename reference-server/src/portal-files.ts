import express, { type Router } from 'express'

/**
 * `<sotto-privacy>` for any website, as Vite built it into a folder: `v1.js` is the element, `page.js` what its own page
 * needs beside it.
 */
export function portalFiles(folder: string): Router {
  const files = express.Router()
  files.use((_request, response, next) => {
    // Module scripts of another origin are fetched with CORS.
    response.setHeader('Access-Control-Allow-Origin', '*')
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
    response.setHeader('Cache-Control', 'public, max-age=300, stale-while-revalidate=86400')
    next()
  })
  files.use(express.static(folder, { index: false, cacheControl: false }))
  return files
}
