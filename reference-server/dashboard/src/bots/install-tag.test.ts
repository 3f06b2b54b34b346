import { expect, it } from 'vitest'
import { installTag } from './install-tag.ts'

it('is one tag', () => {
  expect(installTag('https://chat.example.com', 'pk_1')).toBe(
    '<script type="module" src="https://chat.example.com/widget/v1.js?bot=pk_1"></script>',
  )
})
