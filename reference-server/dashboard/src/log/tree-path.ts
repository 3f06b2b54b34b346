/** One step from a leaf to the root: which half of the log is added, and which entries it holds. */
export interface TreeStep {
  side: 'left' | 'right'
  first: number
  last: number
}

/** The steps of an inclusion proof, from the leaf's sibling up (RFC 6962, section 2.1.1). Indices count from 0. */
export function treePath(index: number, size: number): TreeStep[] {
  const steps: TreeStep[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    let half = 1
    while (half * 2 < end - start) half *= 2
    const middle = start + half
    if (index < middle) {
      steps.unshift({ side: 'right', first: middle, last: end - 1 })
      end = middle
    } else {
      steps.unshift({ side: 'left', first: start, last: middle - 1 })
      start = middle
    }
  }
  return steps
}
