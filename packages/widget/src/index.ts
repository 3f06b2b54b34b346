export type { MountedChat, MountOptions } from './launcher/mount.ts'
export { SottoChat } from './sotto-chat.ts'

import { type MountedChat, type MountOptions, mount } from './launcher/mount.ts'

/**
 * Puts the chat on the page, as the script tag does: the launcher in its corner, kept there over navigation inside the
 * site.
 */
export const mountSottoChat = (options: MountOptions): MountedChat => mount(options, async () => {})
