import { type ColumnEncoder, isValid, writeNull } from "./column-encoder.ts";
import { integerView } from "./plain-encoders.ts";

/** ENUM → text: each value's bytes are made once and copied per row. */
export function enumEncoder(stored: "u8" | "u16" | "u32", values: readonly string[]): ColumnEncoder {
  const texts = values.map((value) => Buffer.from(value));
  const stride = stored === "u8" ? 1 : stored === "u16" ? 2 : 4;
  return {
    stride,
    measure(column, rows, sizes) {
      const indexes = integerView(column, stored);
      for (let row = 0; row < rows; row++) {
        if (!isValid(column.validity, row)) continue;
        sizes[row] = (sizes[row] as number) + (texts[indexes[row] as number] as Buffer).length;
      }
    },
    write(column, { from, to }, output, positions) {
      const indexes = integerView(column, stored);
      for (let row = from; row < to; row++) {
        if (!isValid(column.validity, row)) {
          writeNull(row, output, positions);
          continue;
        }
        const text = texts[indexes[row] as number] as Buffer;
        const at = positions[row] as number;
        output.view.setInt32(at, text.length);
        for (let i = 0; i < text.length; i++) output.bytes[at + 4 + i] = text[i] as number;
        positions[row] = at + 4 + text.length;
      }
    },
  };
}
