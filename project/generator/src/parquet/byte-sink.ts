/** Bytes that grow at the end; one sink is emptied and filled again many times. All numbers are little-endian. */
export class ByteSink {
  bytes: Uint8Array<ArrayBuffer>;
  view: DataView<ArrayBuffer>;
  length = 0;

  constructor(capacity = 1_024) {
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Makes room for that many more bytes; whoever writes to `bytes` or `view` directly asks for room first. */
  reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const wider = new Uint8Array(Math.max(this.bytes.length * 2, this.length + size));
    wider.set(this.bytes.subarray(0, this.length));
    this.bytes = wider;
    this.view = new DataView(wider.buffer);
  }

  addByte(byte: number): void {
    this.reserve(1);
    this.bytes[this.length++] = byte;
  }

  addUint32(number: number): void {
    this.reserve(4);
    this.view.setUint32(this.length, number, true);
    this.length += 4;
  }

  /** Seven bits a byte, lowest first (ULEB128); any whole number from 0 to 2 ** 53. */
  addVarint(number: number): void {
    this.reserve(8);
    let rest = number;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.bytes[this.length++] = (rest % 0x80) | 0x80;
    this.bytes[this.length++] = rest;
  }

  /** A number of either sign as a varint: 0, -1, 1, -2, ... become 0, 1, 2, 3, ... */
  addZigzag(number: number): void {
    const [sign, size] = number < 0 ? [1, -number - 1] : [0, number];
    // The first byte by itself: twice the number may be more than a double can hold.
    const first = (size % 64) * 2 + sign;
    if (size < 64) return this.addByte(first);
    this.addByte(first | 0x80);
    this.addVarint(Math.floor(size / 64));
  }

  addBytes(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  addText(text: string): void {
    this.addBytes(new TextEncoder().encode(text));
  }

  /** What has been written; valid until the next write. */
  written(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }
}
