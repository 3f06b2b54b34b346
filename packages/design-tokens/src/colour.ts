/**
 * A colour in OKLCH (CSS Color 4): `lightness` 0 to 1, `chroma` from 0 (grey) to about 0.37 (the most that sRGB holds),
 * `hue` in degrees.
 */
export interface Oklch {
  readonly lightness: number
  readonly chroma: number
  readonly hue: number
}

type Triple = readonly [number, number, number]

const encode = (linear: number) => (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055)
const decode = (encoded: number) => (encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4)

function toLinearRgb({ lightness, chroma, hue }: Oklch): Triple {
  const angle = (hue * Math.PI) / 180
  const a = chroma * Math.cos(angle)
  const b = chroma * Math.sin(angle)
  const long = (lightness + 0.3963378 * a + 0.2158038 * b) ** 3
  const medium = (lightness - 0.1055613 * a - 0.0638542 * b) ** 3
  const short = (lightness - 0.0894842 * a - 1.2914855 * b) ** 3
  return [
    4.0767417 * long - 3.3077116 * medium + 0.2309699 * short,
    -1.268438 * long + 2.6097574 * medium - 0.3413194 * short,
    -0.0041961 * long - 0.7034186 * medium + 1.7076147 * short,
  ]
}

const fits = (rgb: Triple) => rgb.every((channel) => channel >= -0.0005 && channel <= 1.0005)

/**
 * The colour as sRGB channels from 0 to 1. What lies outside sRGB loses chroma and keeps lightness and hue, so that
 * a contrast computed from lightness stays true on every screen.
 */
export function toRgb(colour: Oklch): Triple {
  let linear = toLinearRgb(colour)
  if (!fits(linear)) {
    let inside = 0
    let outside = colour.chroma
    for (let step = 0; step < 18; step++) {
      const chroma = (inside + outside) / 2
      if (fits(toLinearRgb({ ...colour, chroma }))) inside = chroma
      else outside = chroma
    }
    linear = toLinearRgb({ ...colour, chroma: inside })
  }
  const [red, green, blue] = linear
  const channel = (value: number) => encode(Math.min(1, Math.max(0, value)))
  return [channel(red), channel(green), channel(blue)]
}

/** Reads `#rgb` or `#rrggbb`, in either case; anything else is `null`. */
export function parseHex(hex: string): Oklch | null {
  const digits = /^#(?:[\da-f]{3}|[\da-f]{6})$/i.test(hex) ? hex.slice(1) : ''
  if (!digits) return null
  const width = digits.length / 3
  const channel = (index: number) => {
    const part = digits.slice(index * width, (index + 1) * width)
    return decode(Number.parseInt(width === 1 ? part + part : part, 16) / 255)
  }
  const [red, green, blue] = [channel(0), channel(1), channel(2)]
  const long = Math.cbrt(0.4122215 * red + 0.5363325 * green + 0.051446 * blue)
  const medium = Math.cbrt(0.2119035 * red + 0.6806995 * green + 0.107397 * blue)
  const short = Math.cbrt(0.0883025 * red + 0.2817188 * green + 0.6299787 * blue)
  const a = 1.9779985 * long - 2.4285922 * medium + 0.4505937 * short
  const b = 0.025904 * long + 0.7827718 * medium - 0.8086758 * short
  return {
    lightness: 0.2104543 * long + 0.7936178 * medium - 0.004072 * short,
    chroma: Math.hypot(a, b),
    hue: ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360,
  }
}

/** `#rrggbb`, inside sRGB. */
export const toHex = (colour: Oklch) =>
  `#${toRgb(colour)
    .map((channel) =>
      Math.round(channel * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`

function luminance(colour: Oklch) {
  // Contrast is promised for what a screen shows, and screens are given eight bits for each channel.
  const [red, green, blue] = toRgb(colour)
  const channel = (value: number) => decode(Math.round(value * 255) / 255)
  return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue)
}

/** The contrast ratio of WCAG 2.2, from 1 (the same) to 21 (black on white); the order of the two does not matter. */
export function contrast(one: Oklch, other: Oklch) {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}
