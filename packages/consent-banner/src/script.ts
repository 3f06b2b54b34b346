import { html, nothing, render } from 'lit-html'
import { define } from './element/define.ts'

// A page that lists its trusted types lets a library make its own once. What comes later takes this one.
Object.assign(globalThis, { [Symbol.for('sotto-html')]: { html, nothing, render } })
define()
