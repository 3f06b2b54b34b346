/** Gives a text as a file. */
export function download(filename: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  fetchFile(address, filename)
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** Lets the browser fetch a file: it goes to the disk as it comes, however long it is. */
export function fetchFile(address: string, filename = ''): void {
  const link = document.createElement('a')
  link.href = address
  link.download = filename
  document.body.append(link)
  link.click()
  link.remove()
}
