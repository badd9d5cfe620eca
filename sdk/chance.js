// Chance that follows the host's seed: Math.random and crypto give the same again when a script runs again.
//
// The generator is sfc32 (Chris Doty-Humphrey, PractRand), which is small and good enough for whatever scripts draw.

const state = new Uint32Array(4);

/** Starts chance anew from `seed`, any text. */
export function seedChance(seed) {
  for (let word = 0; word < 3; word += 1) {
    let hash = 0x811c9dc5 ^ word; // FNV-1a, begun differently for each word
    for (const letter of seed) hash = Math.imul(hash ^ letter.codePointAt(0), 0x01000193);
    state[word] = hash;
  }
  state[3] = 1;
  for (let round = 0; round < 12; round += 1) draw();
}

/** The next 32 bits. */
function draw() {
  const [a, b, c, counter] = state;
  const drawn = (a + b + counter) >>> 0;
  state[0] = b ^ (b >>> 9);
  state[1] = c + (c << 3);
  state[2] = ((c << 21) | (c >>> 11)) + drawn;
  state[3] = counter + 1;
  return drawn;
}

function getRandomValues(array) {
  if (!ArrayBuffer.isView(array) || array instanceof DataView || /^Float/.test(array.constructor.name)) {
    throw new TypeError("getRandomValues fills arrays of integers");
  }
  if (array.byteLength > 65_536) throw new RangeError("getRandomValues fills at most 65,536 bytes at once");
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = draw();
  return array;
}

function randomUUID() {
  const bytes = getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40; // version 4
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// 53 bits, as many as a number between 0 and 1 has.
Math.random = () => ((draw() >>> 5) * 2 ** 26 + (draw() >>> 6)) / 2 ** 53;

// Without `subtle`: its answers come when the machine has them, not at a moment of the simulation.
Object.defineProperty(globalThis, "crypto", { value: Object.freeze({ getRandomValues, randomUUID }) });
seedChance("");
