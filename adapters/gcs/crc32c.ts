/** CRC-32C (Castagnoli; RFC 3720, appendix B.4), the checksum that every stored object of GCS has. Node has CRC-32 only. */

/** Reversed 0x1EDC6F41. */
const POLYNOMIAL = 0x82f63b78;

const LANES = 8;

/** Made at the first use: nothing but a blob's bytes needs it. `tables[n * 256 + b]` is byte b with n zero bytes behind it. */
let tables: Int32Array | undefined;

function makeTables(): Int32Array {
  const made = new Int32Array(LANES * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    made[byte] = crc;
  }
  for (let i = 256; i < made.length; i++) {
    const before = made[i - 256] ?? 0;
    made[i] = (before >>> 8) ^ (made[before & 0xff] ?? 0);
  }
  return made;
}

/** As GCS writes it: big-endian, in Base64. Eight bytes a step ("slicing by 8", Kounavis and Berry 2005). */
export function crc32c(bytes: Uint8Array): string {
  tables ??= makeTables();
  const table = tables;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wholeSteps = bytes.length - (bytes.length % LANES);
  let crc = -1;
  let i = 0;
  for (; i < wholeSteps; i += LANES) {
    const low = crc ^ view.getInt32(i, true);
    const high = view.getInt32(i + 4, true);
    crc =
      at(table, 7, low) ^
      at(table, 6, low >>> 8) ^
      at(table, 5, low >>> 16) ^
      at(table, 4, low >>> 24) ^
      at(table, 3, high) ^
      at(table, 2, high >>> 8) ^
      at(table, 1, high >>> 16) ^
      at(table, 0, high >>> 24);
  }
  for (; i < bytes.length; i++) crc = (crc >>> 8) ^ at(table, 0, crc ^ (bytes[i] ?? 0));
  const encoded = Buffer.alloc(4);
  encoded.writeInt32BE(~crc);
  return encoded.toString("base64");
}

function at(table: Int32Array, lane: number, value: number): number {
  return table[lane * 256 + (value & 0xff)] ?? 0;
}
