import { attachLauncher } from './launcher/launcher.ts'
import { type MountedChat, type MountOptions, mount } from './launcher/mount.ts'
import { SottoChat } from './sotto-chat.ts'

export type { MountedChat, MountOptions } from './launcher/mount.ts'
export { SottoChat }

SottoChat.launcher = attachLauncher

/**
 * Puts the chat on the page, as the script tag does: the launcher in its corner, kept there over navigation inside the
 * site.
 */
export const mountSottoChat = (options: MountOptions): MountedChat => mount(options, async () => {})
