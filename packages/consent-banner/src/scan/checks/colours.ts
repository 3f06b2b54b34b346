type Colour = readonly [red: number, green: number, blue: number]

const linear = (channel: number) => {
  const share = channel / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
}

function luminance([red, green, blue]: Colour): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/** The contrast of WCAG 2.2, from 1 to 21; the order does not matter. */
export function contrastOf(one: Colour, other: Colour): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

function oklab([red, green, blue]: Colour): [number, number, number] {
  const [r, g, b] = [linear(red), linear(green), linear(blue)]
  const long = Math.cbrt(0.4122215 * r + 0.5363325 * g + 0.051446 * b)
  const medium = Math.cbrt(0.2119035 * r + 0.6806995 * g + 0.107397 * b)
  const short = Math.cbrt(0.0883025 * r + 0.2817188 * g + 0.6299787 * b)
  return [
    0.2104543 * long + 0.7936178 * medium - 0.004072 * short,
    1.9779985 * long - 2.4285922 * medium + 0.4505937 * short,
    0.025904 * long + 0.7827718 * medium - 0.8086758 * short,
  ]
}

/** How far two colours are apart to the eye, in OKLab: 0 for the same, 1 for black and white. */
export function differenceOf(one: Colour, other: Colour): number {
  const [first, second] = [oklab(one), oklab(other)]
  return Math.hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2])
}
