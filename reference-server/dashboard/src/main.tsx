import './app/without-eval.ts'
import 'virtual:design-tokens.css'
import './design/base.css'
import './design/controls.css'
import { render } from 'preact'
import { App } from './app/app.tsx'
import { followLinks } from './app/place.ts'
import './app/theme.ts'
import { keepSession } from './session/session.ts'
import './design/widths.css'

const keeper = keepSession(location.origin)
followLinks()
void keeper.check()
render(<App keeper={keeper} />, document.getElementById('dashboard') as HTMLElement)
