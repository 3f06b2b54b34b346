import type { Language } from './language.ts'

/** What the launcher says: it has its own few words, because it asks for nothing before it is opened. */
export const launcherWords: Record<Language, { open: string; failed: string }> = {
  en: { open: 'Open the chat', failed: 'The chat could not be loaded. Try again.' },
  de: { open: 'Chat öffnen', failed: 'Der Chat konnte nicht geladen werden. Noch einmal versuchen.' },
  ar: { open: 'افتح المحادثة', failed: 'تعذّر تحميل المحادثة. حاول مرة أخرى.' },
}
