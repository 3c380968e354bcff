/** For each buffer that was made with room behind a file: how many of its bytes are taken. */
const taken = new WeakMap<ArrayBufferLike, number>();

/** A signature of level B-LTA with its data takes some 100 KiB. */
const usualRoom = 512 * 1024;

/**
 * Memory for a file of `size` bytes, with room behind it that `append` fills: a large file then stands in memory once,
 * however often it is signed and extended. Fill all of it before it is appended to.
 * @param room in bytes; the system lends what is not touched.
 */
export const memoryForFile = (size: number, room = usualRoom): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(size + room);
  taken.set(whole.buffer, size);
  return whole.subarray(0, size);
};

/**
 * The file with `update` behind it (ISO 32000-2, 7.5.6). No byte of `file`, and none that was appended to it before, is
 * written to: the room behind it is filled where it is still free, and a copy is made where it is not.
 */
export const append = (file: Uint8Array, update: Uint8Array): Uint8Array => {
  const end = file.byteOffset + file.length;
  const size = file.length + update.length;
  if (taken.get(file.buffer) === end && end + update.length <= file.buffer.byteLength) {
    taken.set(file.buffer, end + update.length);
    const whole = new Uint8Array(file.buffer, file.byteOffset, size);
    whole.set(update, file.length);
    return whole;
  }
  const copy = memoryForFile(size, size >> 4);
  copy.set(file);
  copy.set(update, file.length);
  return copy;
};
