/** Where the panel takes the whole screen: phones, upright or on their side. */
export const fullScreen = '(max-width: 480px), (max-height: 420px)'
