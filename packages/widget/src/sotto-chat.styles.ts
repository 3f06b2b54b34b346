import { composerCss } from './styles/composer.styles.ts'
import { messagesCss } from './styles/messages.styles.ts'
import { panelCss } from './styles/panel.styles.ts'

export const chatCss = panelCss + messagesCss + composerCss
