import { minuteIn } from '../../language/index.ts'

/** For owners: there is nothing of anybody in it. */
export const overdueLetter = (last: Date | null): { subject: string; text: string } => ({
  subject: 'The daily backup is overdue',
  text: `${
    last ? `The newest backup that was read back and confirmed is of ${minuteIn(last)}.` : 'No backup was made yet.'
  }

It is tried again every hour. Whoever runs the server finds the reason in its log, and how things stand with

  npx sotto keys status
`,
})
