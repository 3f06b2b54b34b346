import type { ComponentChildren } from 'preact'
import { announce } from '../design/announcer.tsx'
import { Menu, type MenuItem } from '../design/menu.tsx'
import { failureInWords } from '../design/words.ts'
import { chooseTheme, type Theme, theme } from './theme.ts'

const choices: { theme: Theme; label: string }[] = [
  { theme: 'system', label: 'Like the system' },
  { theme: 'light', label: 'Light' },
  { theme: 'dark', label: 'Dark' },
]

interface AccountMenuProps {
  class: string
  side: 'above' | 'end'
  children: ComponentChildren
  /** What else is reached from here, before the rest. */
  places?: readonly MenuItem[]
  onSignOut: () => Promise<void>
}

/** What concerns the one who is signed in: how the page looks to them, and the way out. */
export const AccountMenu = ({ children, places = [], onSignOut, ...rest }: AccountMenuProps) => (
  <Menu
    {...rest}
    label={places.length > 0 ? 'More' : 'Appearance and sign out'}
    items={[
      ...places,
      ...choices.map((choice) => ({
        group: 'Appearance',
        label: choice.label,
        icon: choice.theme,
        checked: theme.value === choice.theme,
        onSelect: () => chooseTheme(choice.theme),
      })),
      {
        label: 'Sign out',
        icon: 'signOut' as const,
        onSelect: () => void onSignOut().catch((error) => announce(failureInWords(error))),
      },
    ]}
  >
    {children}
    <span class="unseen">{places.length > 0 ? ' places' : ''}, appearance and sign out</span>
  </Menu>
)
