// Puts the functions of a wasm module into an order in which compression finds what they have in common: after each the one
// that is most like it, and where none is, the next by trait, method and size. That is 2.5 % of what is sent, for nothing.
//
// wasm-opt can order functions by name, so they are given names that say their place; the names are dropped with that.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const WASM_OPT = fileURLToPath(new URL("node_modules/.bin/wasm-opt", import.meta.url));
const IMPORT = 2;
const CODE = 10;
const CUSTOM = 0;
const FUNCTION_NAMES = 1;
const PIECE = 8; // bytes; functions are alike that have many pieces in common
const COMMON = 200; // pieces that more functions have say nothing

/** A place in the bytes of a module. */
class Reader {
  constructor(bytes, at = 0) {
    Object.assign(this, { bytes, at });
  }
  byte() {
    return this.bytes[this.at++];
  }
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }
  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  text() {
    return Buffer.from(this.take(this.number())).toString();
  }
  limits() {
    const hasMost = this.byte() & 1;
    this.number();
    if (hasMost) this.number();
  }
}

/** The sections of a module, each with its kind, its content, and its bytes with the head. */
function* sections(bytes) {
  const reader = new Reader(bytes, 8);
  while (reader.at < bytes.length) {
    const start = reader.at;
    const kind = reader.byte();
    const content = reader.take(reader.number());
    yield { kind, content, whole: bytes.subarray(start, reader.at) };
  }
}

/** How many functions the import section has: their numbers come first. */
function importedFunctions(content) {
  const reader = new Reader(content);
  let functions = 0;
  for (let left = reader.number(); left > 0; left -= 1) {
    reader.text();
    reader.text();
    const kind = reader.byte();
    if (kind === 0) functions += 1;
    if (kind === 0) reader.number();
    else if (kind === 1) reader.byte(), reader.limits();
    else if (kind === 2) reader.limits();
    else reader.take(2);
  }
  return functions;
}

function bodiesOf(content) {
  const reader = new Reader(content);
  return Array.from({ length: reader.number() }, () => reader.take(reader.number()));
}

/** The names of functions by their numbers. */
function functionNames(reader) {
  const names = new Map();
  while (reader.at < reader.bytes.length) {
    const kind = reader.byte();
    const inner = new Reader(reader.take(reader.number()));
    if (kind !== FUNCTION_NAMES) continue;
    for (let left = inner.number(); left > 0; left -= 1) names.set(inner.number(), inner.text());
  }
  return names;
}

/** `<A as B>::method::h0123…` is a `B::method`. */
function family(name = "") {
  const plain = name.replace(/::h[0-9a-f]{16}(\.\d+)?$/, "");
  const [, trait, method] = /^<.* as (.*)>::(.*)$/.exec(plain) ?? [];
  return trait === undefined ? plain : `${trait}::${method}`;
}

/** The pieces of a function's body, as hashes (FNV-1a). */
function pieces(body) {
  const found = new Set();
  for (let at = 0; at + PIECE <= body.length; at += 1) {
    let hash = 2_166_136_261;
    for (let place = at; place < at + PIECE; place += 1) hash = Math.imul(hash ^ body[place], 16_777_619);
    found.add(hash);
  }
  return found;
}

/** Which functions have a piece, for the pieces that say something. */
function owners(all) {
  const owners = new Map();
  all.forEach((found, index) => {
    for (const piece of found) {
      const others = owners.get(piece);
      if (others) others.push(index);
      else owners.set(piece, [index]);
    }
  });
  for (const [piece, found] of owners) if (found.length < 2 || found.length > COMMON) owners.delete(piece);
  return owners;
}

/** `functions` in an order in which each follows the one that it is most like. */
function chained(functions) {
  const all = functions.map(({ body }) => pieces(body));
  const owning = owners(all);
  const left = new Set(functions.keys());
  const order = [];
  let last = null;
  while (left.size > 0) {
    const shared = new Map();
    for (const piece of last === null ? [] : all[last]) {
      for (const other of owning.get(piece) ?? []) if (left.has(other)) shared.set(other, (shared.get(other) ?? 0) + 1);
    }
    let best = { index: left.values().next().value, likeness: 0 };
    for (const [index, count] of shared) {
      const likeness = count / (all[index].size + all[last].size + PIECE);
      if (likeness > best.likeness) best = { index, likeness };
    }
    last = best.index;
    left.delete(last);
    order.push(functions[last]);
  }
  return order;
}

function number(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return Buffer.from([...bytes, value]);
}

const withLength = (bytes) => Buffer.concat([number(bytes.length), bytes]);

/** The custom section that gives these functions these names. */
function nameSection(names) {
  const entries = names.map(([index, name]) => Buffer.concat([number(index), withLength(Buffer.from(name))]));
  const functions = Buffer.concat([number(entries.length), ...entries]);
  const content = [withLength(Buffer.from("name")), Buffer.from([FUNCTION_NAMES]), withLength(functions)];
  return Buffer.concat([Buffer.from([CUSTOM]), withLength(Buffer.concat(content))]);
}

/** Puts the functions of the module in `file`, which still has its names, in order. */
export function order(file) {
  execFileSync(WASM_OPT, ["-Oz", "-g", file, "-o", file]); // a second round finds a little more
  const bytes = readFileSync(file);
  let imported = 0;
  let bodies = [];
  let names = new Map();
  const kept = [bytes.subarray(0, 8)];
  for (const { kind, content, whole } of sections(bytes)) {
    if (kind === IMPORT) imported = importedFunctions(content);
    if (kind === CODE) bodies = bodiesOf(content);
    const custom = new Reader(content);
    if (kind === CUSTOM && custom.text() === "name") names = functionNames(custom);
    else kept.push(whole);
  }
  if (names.size === 0) throw new Error(`${file} has no names: wasm-opt needs -g`);
  const functions = bodies.map((body, place) => ({ index: imported + place, body, family: family(names.get(imported + place)) }));
  const byFamily = (one, other) => compare(one.family, other.family) || one.body.length - other.body.length || one.index - other.index;
  const order = chained(functions.sort(byFamily));
  const ordered = order.map(({ index }, place) => [index, `f${String(place).padStart(6, "0")}`]);
  const first = Array.from({ length: imported }, (_, index) => [index, `a${String(index).padStart(6, "0")}`]);
  writeFileSync(file, Buffer.concat([...kept, nameSection([...first, ...ordered.sort((one, other) => one[0] - other[0])])]));
  execFileSync(WASM_OPT, ["--reorder-functions-by-name", file, "-o", file]); // what it may use stands in the module
  // Further rounds mostly leave the order alone, and what they find is worth more than what they lose of it.
  for (let round = 0; round < 2; round += 1) execFileSync(WASM_OPT, ["-Oz", file, "-o", file]);
}

const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
