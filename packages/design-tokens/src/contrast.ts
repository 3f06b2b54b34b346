/** The least contrast (WCAG 2.2): of text (1.4.3), and of what shows where a control is (1.4.11). */
export const minimumContrast = { text: 4.5, control: 3 } as const
