let days = 0
/** A number that nothing else of this run has. */
export const nextDay = () => {
  days += 1
  return days
}
