/** A place in a user's file. Lines and columns count from 1; columns in UTF-16 units. */
export interface Location {
  /** Path as shown to the user: relative to the project root where it lies inside it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn?: number;
  /** The text of the file, for the frame: all of it, or the lines from `textLine` on. Absent when only the place is known. */
  readonly text?: string;
  /** The line that `text` starts with; 1 unless told. */
  readonly textLine?: number;
  /** What was being rendered there: a macro's or node's name. */
  readonly name?: string;
}
