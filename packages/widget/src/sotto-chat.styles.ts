import { tokensCss } from '@sotto/design-tokens'
import { composerCss } from './styles/composer.styles.ts'
import { hostCss } from './styles/host.styles.ts'
import { messagesCss } from './styles/messages.styles.ts'
import { panelCss } from './styles/panel.styles.ts'

const rules = panelCss + messagesCss + composerCss

/** The design tokens that some rule uses. */
const tokens = tokensCss(':host').replace(/(--sotto-[\w-]+):[^;}]*;?/g, (declaration, name: string) =>
  (hostCss + rules).includes(`var(${name}`) ? declaration : '',
)

/** The host first: it takes everything back, and with it whether it is light or dark. */
export const chatCss = hostCss + tokens + rules
