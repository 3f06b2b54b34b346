/**
 * A `fetch` that tells how much of a body has been sent, which the platform's own cannot. It sends the same request and
 * gives the same answer; only streams are beyond it.
 *
 * @param onProgress gets the share that has been sent, 0 to 1
 */
export function fetchWithProgress(onProgress: (share: number) => void): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const body = await request.blob()
    const { signal } = request
    signal.throwIfAborted()
    return new Promise((resolve, reject) => {
      const sending = new XMLHttpRequest()
      const stop = () => sending.abort()
      signal.addEventListener('abort', stop, { once: true })
      sending.open(request.method, request.url)
      sending.responseType = 'arraybuffer'
      request.headers.forEach((value, name) => {
        sending.setRequestHeader(name, value)
      })
      sending.upload.onprogress = ({ loaded, total, lengthComputable }) => {
        if (lengthComputable && total > 0) onProgress(loaded / total)
      }
      sending.onabort = () => reject(signal.reason)
      // What the platform's fetch throws where no answer came.
      sending.onerror = () => reject(new TypeError('Failed to fetch'))
      sending.onload = () => resolve(answerOf(sending))
      sending.onloadend = () => signal.removeEventListener('abort', stop)
      sending.send(body)
    })
  }
}

function answerOf(sent: XMLHttpRequest): Response {
  const headers = new Headers()
  for (const line of sent
    .getAllResponseHeaders()
    .trim()
    .split(/[\r\n]+/)) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim())
  }
  const body = [204, 205, 304].includes(sent.status) ? null : (sent.response as ArrayBuffer)
  return new Response(body, { status: sent.status, statusText: sent.statusText, headers })
}
