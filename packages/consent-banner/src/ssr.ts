export { type RenderOptions, renderConsent } from './rendering/render.ts'
