import { marketingEmail, type PermissionRequest } from '@sotto/contracts'
import type { z } from 'zod'
import type { Principal } from '../../../access/index.ts'
import type { Suppression } from '../../../erasure/index.ts'
import { SottoError } from '../../../errors.ts'
import { enqueueMail, type Mail, type MarketingDesk } from '../../../mail/index.ts'
import type { TeamScope } from '../../../mongo/index.ts'
import { contacts } from '../../contacts/index.ts'
import { teams } from '../../team/index.ts'
import { requestPermission } from './asking.ts'
import type { PermissionLinks } from './links.ts'
import { marketingDesk } from './unsubscribing.ts'

export interface PermissionParts {
  links: PermissionLinks
  suppression: Suppression
  kick: () => void
}

/** An advertising mail to a contact. `{unsubscribe}` in text or HTML becomes the link; without, it stands at the end. */
export type MarketingMail = Pick<Mail, 'subject' | 'text' | 'html' | 'sender' | 'replyTo' | 'until'> & {
  /** Default `marketing-email`. */
  purpose?: string
}

/** Marketing mail that people asked for: asking, and sending. Confirming and ending are theirs, by the links in mails. */
export function permissionService(
  scope: TeamScope,
  { links, suppression, kick }: PermissionParts,
  principal: Principal | null,
) {
  const desk: MarketingDesk = marketingDesk(links, suppression)
  return {
    /**
     * Asks an address whether it wants marketing mail (double opt-in): a mail with a link goes out in the person's
     * language, and the ledger gets a line when the button behind it is pressed. Until then nothing is granted. An address
     * gets three such mails a day at most, and the answer is the same for every address.
     *
     * @param origin the website of the form
     * @throws SottoError `invalid_request` for a purpose without a name, and for a page that does not send its words
     */
    request: (input: z.input<typeof PermissionRequest>, origin: string | null = null): Promise<{ expiresAt: string }> =>
      requestPermission(scope, input, { settings: links.settings, kick, principal, origin }),

    /**
     * Puts an advertising mail into the outbox. It is asked about here and once more in the moment before it leaves, and
     * carries the link and the headers that end such mails (RFC 8058).
     *
     * @throws SottoError `permission_missing` with the reason, `not_found`, `invalid_request`
     */
    async send(contactId: string, { purpose = marketingEmail, ...mail }: MarketingMail): Promise<{ id: string }> {
      const { email } = await scope.collection(contacts).get(contactId)
      if (!email) throw new SottoError('contact_without_email')
      const leave = await desk.leave(scope, { contactId, purpose, to: email })
      if ('refused' in leave) throw new SottoError('permission_missing', leave.refused)
      const { name } = await scope.collection(teams).get(scope.teamId)
      const sender = mail.sender ?? name.slice(0, 100)
      return enqueueMail(scope, { ...mail, sender, to: email, kind: 'marketing', purpose, concerns: contactId }, kick)
    },
  }
}
