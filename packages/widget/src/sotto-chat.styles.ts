import { tokensCss } from '@sotto/design-tokens'
import { composerCss } from './styles/composer.styles.ts'
import { hostCss } from './styles/host.styles.ts'
import { messagesCss } from './styles/messages.styles.ts'
import { panelCss } from './styles/panel.styles.ts'

const rules = hostCss('.panel') + panelCss + messagesCss + composerCss

/** The design tokens that some rule uses. */
const tokens = tokensCss(':host').replace(/(--sotto-[\w-]+):[^;}]*;?/g, (declaration, name: string) =>
  rules.includes(`var(${name}`) ? declaration : '',
)

export const chatCss = tokens + rules
