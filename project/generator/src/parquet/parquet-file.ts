/**
 * A Parquet file, written row group after row group (https://parquet.apache.org/docs/file-format/). Pages are not
 * compressed: the encodings already take out most of what a compressor would find, and cost less.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { ByteSink } from "./byte-sink.ts";
import type { ChunkEnd, ColumnChunk } from "./column-chunk.ts";
import { schemaElements, type Column } from "./format.ts";
import { binary, i32, i64, list, struct, writeStruct, type ThriftValue } from "./thrift.ts";

const MAGIC = "PAR1";
const FORMAT_VERSION = 2;
const CREATED_BY = "tsmodel reporting project generator";

export class ParquetFile {
  private readonly columns: readonly Column[];
  private readonly handle: number;
  private readonly out = new ByteSink(1 << 20);
  private readonly rowGroups: ThriftValue[] = [];
  private position = 0;
  private rows = 0;

  constructor(path: string, columns: readonly Column[]) {
    this.columns = columns;
    this.handle = openSync(path, "w");
    this.out.addText(MAGIC);
  }

  /** Writes the chunks, one per column in order; they are empty afterwards. */
  writeRowGroup(rows: number, chunks: readonly ColumnChunk[], ends: readonly ChunkEnd[]): void {
    const { out } = this;
    const before = out.length;
    const entries = chunks.map((chunk, at) => chunk.finish(out, this.position, ends[at]!));
    this.rowGroups.push(struct({ 1: list("struct", entries), 2: i64(out.length - before), 3: i64(rows) }));
    this.rows += rows;
    this.flush();
  }

  /** Writes the footer, without which the file cannot be read. */
  finish(): void {
    const { columns, out } = this;
    // Text is compared byte by byte, numbers as numbers: the order the statistics are to be read in.
    const typeDefinedOrder = struct({ 1: struct({}) });
    writeStruct(out, {
      1: i32(FORMAT_VERSION),
      2: list("struct", schemaElements(columns)),
      3: i64(this.rows),
      4: list("struct", this.rowGroups),
      6: binary(CREATED_BY),
      7: list(
        "struct",
        columns.map(() => typeDefinedOrder),
      ),
    });
    // A file without row groups still has the magic bytes of its beginning in `out`.
    const footerStart = this.position === 0 ? MAGIC.length : 0;
    out.addUint32(out.length - footerStart);
    out.addText(MAGIC);
    this.flush();
  }

  close(): void {
    closeSync(this.handle);
  }

  private flush(): void {
    const bytes = this.out.written();
    for (let at = 0; at < bytes.length;) at += writeSync(this.handle, bytes, at);
    this.position += bytes.length;
    this.out.clear();
  }
}
