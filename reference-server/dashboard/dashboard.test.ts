import { beforeAll, describe, expect, test } from 'vitest'
import { smallTargets, violations } from './testing/accessibility.ts'
import { phone, signIn } from './testing/browser.ts'
import { buildDashboard } from './testing/built-dashboard.ts'
import { patience, useDesk } from './testing/desk.ts'
import { serveDashboard } from './testing/served-dashboard.ts'
import { type SmallTeam, smallTeam } from './testing/small-team.ts'

const desk = useDesk()
let kestrel: SmallTeam
let hannah: string

beforeAll(async () => {
  kestrel = await smallTeam(desk.running.sotto)
  hannah = await kestrel.ask(['Is a loan bike free?'], { name: 'Hannah Okafor', email: 'hannah@example.com' })
}, 180_000)

const enter = (path: string, options?: Parameters<typeof desk.look>[0]) => desk.enter(kestrel.owner, path, options)

describe('signing in', () => {
  test(
    'says what is wrong, and leads to where the address points',
    async () => {
      const page = await desk.look()
      await page.goto(`${desk.origin}/dashboard/inbox/open/${hannah}`)
      const [email, password] = [page.getByLabel('E-mail address'), page.getByLabel('Password', { exact: true })]
      await expect.poll(() => email.evaluate((field) => field === document.activeElement)).toBe(true)
      expect(await email.getAttribute('autocomplete')).toBe('username')
      expect(await password.getAttribute('autocomplete')).toBe('current-password')
      await email.fill(kestrel.owner.email)
      await password.fill('not it')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').getByText('The address or the password is wrong.').waitFor()
      expect(await violations(page)).toEqual([])
      await password.fill(kestrel.owner.password)
      await page.keyboard.press('Enter')
      await page.getByText('Is a loan bike free?').last().waitFor()
      expect(new URL(page.url()).pathname).toBe(`/dashboard/inbox/open/${hannah}`)
    },
    patience,
  )

  test(
    'comes back with a word when the session has ended, and goes on where it was',
    async () => {
      const page = await enter(`bots/${kestrel.botId}/access`)
      await page.getByRole('switch', { name: 'Public' }).waitFor()
      await page.context().clearCookies()
      // Coming back to the page looks for news, and finds that nobody is signed in any more.
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
      await page.getByText('Your session has ended.').waitFor()
      await page.getByLabel('E-mail address').fill(kestrel.owner.email)
      await page.getByLabel('Password', { exact: true }).fill(kestrel.owner.password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('switch', { name: 'Public' }).waitFor()
    },
    patience,
  )

  test(
    'tells a server that is away, and one that has had enough, from a wrong password',
    async () => {
      const { folder } = await buildDashboard()
      const strict = await serveDashboard(desk.running.sotto, folder, {
        'sign-in-account': { requests: 1, seconds: 60 },
      })
      const page = await desk.look()
      await page.goto(`${strict.origin}/dashboard/`)
      const press = async () => {
        await page.getByLabel('E-mail address').fill('nobody@example.com')
        await page.getByLabel('Password', { exact: true }).fill('not it')
        await page.getByRole('button', { name: 'Sign in' }).click()
      }
      await press()
      await page.getByText('The address or the password is wrong.').waitFor()
      await press()
      await page.getByText(/Too many attempts\. You can try again in \d+ seconds/).waitFor()
      await strict.close()
      await press()
      await page.getByText('The server cannot be reached.').waitFor()
    },
    patience,
  )

  test(
    'ends, and leaves no cookie that opens anything',
    async () => {
      const page = await enter('')
      expect((await page.context().cookies()).map(({ name }) => name).sort()).toEqual(['csrf_token', 'session'])
      await page.getByRole('button', { name: 'Appearance and sign out' }).first().click()
      await page.getByRole('menuitem', { name: 'Sign out' }).click()
      await page.getByText('You are signed out.').waitFor()
      expect(await page.context().cookies()).toEqual([])
    },
    patience,
  )
})

describe('a conversation', () => {
  test(
    'shows its answer with citations, and the words behind them',
    async () => {
      const page = await enter('inbox/open')
      await page.getByRole('link', { name: /Hannah Okafor/ }).click()
      const chip = page.getByRole('button', { name: /^Source 1: Handbook/ })
      await chip.click()
      await page.getByText('A loan bike is free for three days.').last().waitFor()
      expect(await page.locator('blockquote').innerText()).toContain('A loan bike is free for three days.')
      expect(await chip.getAttribute('aria-expanded')).toBe('true')
      await page.getByText('Each sentence found in its source.').waitFor()
      expect(await page.locator('.context').innerText()).toContain('hannah@example.com')
      expect(await violations(page)).toEqual([])
    },
    patience,
  )

  test(
    'grows while it is looked at; a reply takes it over, and the bot is silent',
    async () => {
      const id = await kestrel.ask(['Is a loan bike free?'], { name: 'Oliver Hart' })
      const page = await enter(`inbox/open/${id}`)
      await page.locator('.said.bot').waitFor()
      await kestrel.team.chat.send(id, { text: 'What does a safety check cost?', author: 'visitor' }).result()
      await page.getByText(/£25/).last().waitFor()
      await page.keyboard.press('r')
      await page.keyboard.type('It is done by noon.')
      await page.keyboard.press('Control+Enter')
      await page.locator('.said.member').getByText('It is done by noon.').waitFor()
      expect(await kestrel.team.conversations.get(id)).toMatchObject({
        status: 'waiting',
        assigneeId: kestrel.owner.id,
      })
      const { answer } = await kestrel.team.chat.send(id, { text: 'Thank you!', author: 'visitor' }).result()
      expect(answer).toBeNull()
      await page.locator('.said.visitor').getByText('Thank you!').waitFor()
      await page.locator('.row[aria-current]').getByText('Thank you!').waitFor()
      await page.getByRole('button', { name: 'Close', exact: true }).click()
      await page.getByText('This conversation is closed.').waitFor()
      await page.getByRole('button', { name: 'Open again' }).click()
      await page.getByLabel('Reply to the visitor').waitFor()
    },
    patience,
  )

  test(
    'is assigned, handed back and found under its view',
    async () => {
      const id = await kestrel.ask(['Do you mend tents?'], { name: 'Maeve Doyle' })
      const page = await enter(`inbox/open/${id}`)
      await page.getByRole('button', { name: 'Take over' }).click()
      await page.getByRole('button', { name: 'Assigned to You' }).click()
      await page.getByRole('menuitemradio', { name: 'Nobody' }).click()
      await page.getByRole('link', { name: /^Unassigned/ }).click()
      await page.locator('.inbox-list').getByText('Maeve Doyle').waitFor()
      await page.goto(`${desk.origin}/dashboard/inbox/open/${id}`)
      await page.getByRole('button', { name: 'Hand back to the bot' }).click()
      await page.getByRole('button', { name: 'Take over' }).waitFor()
      expect((await kestrel.team.conversations.get(id)).status).toBe('open')
    },
    patience,
  )

  test(
    'that was deleted says so',
    async () => {
      const id = await kestrel.ask(['Forget me'])
      await kestrel.team.conversations.remove(id)
      const page = await enter(`inbox/open/${id}`)
      await page.getByText('This conversation is not there any more').waitFor()
    },
    patience,
  )

  test(
    'shows markup of a visitor as the characters that it is made of',
    async () => {
      const id = await kestrel.ask(['<img src=x onerror=alert(1)><b>bold</b>'])
      const page = await enter(`inbox/open/${id}`)
      expect(await page.locator('.said.visitor .bubble').first().innerHTML()).toBe(
        '&lt;img src=x onerror=alert(1)&gt;&lt;b&gt;bold&lt;/b&gt;',
      )
    },
    patience,
  )
})

describe('a viewer', () => {
  test(
    'reads everything and is offered nothing to change',
    async () => {
      const email = 'vera@example.com'
      const { password } = await kestrel.team.members.create({ name: 'Vera Viewer', email, role: 'viewer' })
      const page = await desk.look()
      await signIn(page, desk.origin, { email, password }, `inbox/open/${hannah}`)
      await page.locator('.said.bot').waitFor()
      expect(await page.getByLabel('Reply to the visitor').count()).toBe(0)
      expect(await page.getByRole('button', { name: /Take over|^Close$/ }).count()).toBe(0)
      await page.goto(`${desk.origin}/dashboard/bots/${kestrel.botId}`)
      await page.getByRole('row', { name: /Handbook/ }).waitFor()
      expect(await page.getByRole('button', { name: /^Add$|Remove|Rename/ }).count()).toBe(0)
    },
    patience,
  )
})

describe('the keyboard', () => {
  test(
    'goes through the list, opens, and comes back',
    async () => {
      const page = await enter('inbox/open')
      await page.locator('.row').first().waitFor()
      await page.keyboard.press('j')
      const first = await page.evaluate(() => (document.activeElement as HTMLElement).dataset.conversation)
      expect(first).toMatch(/^cnv_/)
      await page.keyboard.press('Enter')
      await page.locator('.reply textarea').waitFor()
      expect(page.url()).toContain(first)
      await page.keyboard.press('Escape')
      await page.getByText('Choose a conversation').waitFor()
      expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.conversation)).toBe(first)
    },
    patience,
  )

  test(
    'jumps anywhere',
    async () => {
      const page = await enter('bots')
      await page.locator('.bot-row').first().waitFor()
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').fill('is a loan bike free')
      expect(await violations(page)).toEqual([])
      await page
        .getByRole('option', { name: /Is a loan bike free/ })
        .first()
        .waitFor()
      await page.keyboard.press('Enter')
      await page.locator('.conversation').waitFor()
      expect(page.url()).toContain('/dashboard/inbox/open/cnv_')
    },
    patience,
  )
})

describe('the look', () => {
  test(
    'is accessible in the dark, and stays as chosen',
    async () => {
      const page = await enter(`inbox/open/${hannah}`)
      await page.getByRole('button', { name: 'Appearance and sign out' }).first().click()
      await page.getByRole('menuitemradio', { name: 'Dark' }).click()
      await page.reload()
      await page.locator('.said.bot').waitFor()
      expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
      expect(await violations(page)).toEqual([])
    },
    patience,
  )

  test(
    'fits a phone: one column, targets for fingers, and nothing wider than the page',
    async () => {
      const page = await enter('inbox/open', phone)
      for (const path of [
        'inbox/open',
        `inbox/open/${hannah}`,
        'bots',
        `bots/${kestrel.botId}`,
        `bots/${kestrel.botId}/test`,
        `bots/${kestrel.botId}/access`,
      ]) {
        await page.goto(`${desk.origin}/dashboard/${path}`)
        await page.locator(':is(.row, .said, .bot-row, .document, .test-form, .switch):visible').first().waitFor()
        expect(await smallTargets(page), path).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
        expect(await violations(page), path).toEqual([])
      }
    },
    patience,
  )
})
