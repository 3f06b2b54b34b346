/** English is written as it is in the rest of Sotto: the day before the month, so that nobody takes one for the other. */
const localeOf = (language: string) => (language === 'en' ? 'en-GB' : language)

/** `22 December 2026`: a day as people read it, in mails and on pages. Days are those of UTC. */
export const dayIn = (time: Date, language = 'en'): string =>
  new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone: 'UTC' }).format(time)

/** `22 December 2026 at 14:30 UTC`: a minute as people read it, in mails, which know nothing of the reader's time zone. */
export const minuteIn = (time: Date, language = 'en'): string =>
  new Intl.DateTimeFormat(localeOf(language), {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
    timeZoneName: 'short',
  }).format(time)
