import process from 'node:process'

const calm = 200

/**
 * Shows that something takes its time: one line that counts seconds and is finished with how long it took. Without a
 * terminal, a line when it starts and one when it ends.
 *
 * `work` gets `update(detail)`, which puts a word or two behind the label. What `work` throws passes through.
 */
export async function step(label, work, { stream = process.stderr, now = Date.now } = {}) {
  const started = now()
  const seconds = () => Math.round((now() - started) / 1000)
  const interactive = stream.isTTY === true
  let detail = ''
  const draw = () => stream.write(`\r\x1b[K  ${label} … ${seconds()} s${detail === '' ? '' : `  ${detail}`}`)
  const timer = interactive ? setInterval(draw, calm) : undefined
  if (interactive) draw()
  else stream.write(`  ${label} …\n`)
  const end = (mark, word) => {
    clearInterval(timer)
    stream.write(`${interactive ? '\r\x1b[K' : ''}${mark} ${label}${word} (${seconds()} s)\n`)
  }
  try {
    const result = await work((text) => {
      detail = text
    })
    end('✓', '')
    return result
  } catch (error) {
    end('✗', ': failed')
    throw error
  }
}
