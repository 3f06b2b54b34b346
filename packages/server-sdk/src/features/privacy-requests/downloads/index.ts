export { type Downloads, privacyDownloads } from './downloads.ts'
export { type DownloadPages, downloadPages } from './pages.ts'
