/** A place in a drawing, to the hundredth: more digits only make pages larger. */
export const round = (value: number): number => Math.round(value * 100) / 100;
