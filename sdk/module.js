// A script as a module: its imports resolved, and what it throws told in its own lines.

import { parse } from "es-module-lexer/minimal/js";
import { askForLine } from "./globals.js";
import { text as print } from "./print.js";

const IMPORT_META = -2;
const STATIC = -1;

/** A script that is refused before it runs. */
class Refused extends Error {
  constructor(message, line) {
    super(message);
    this.name = "ImportError";
    this.line = line;
  }
}

/** `source` with each import of `name` leading to `address`. Any other import is refused. Lines stay as they are. */
export function resolveImports(source, name, address) {
  let imports;
  try {
    [imports] = parse(source);
  } catch {
    return source; // it cannot be read, and the engine says that better
  }
  let resolved = "";
  let from = 0;
  for (const { n: wanted, s: start, e: end, ss: statement, d: kind } of imports) {
    if (kind === IMPORT_META) continue;
    if (wanted !== name) {
      const what = wanted === undefined ? "what is computed" : `"${wanted}"`;
      throw new Refused(`A script can import "${name}" only, not ${what}.`, lineAt(source, statement));
    }
    resolved += source.slice(from, start) + (kind === STATIC ? address : JSON.stringify(address));
    from = end;
  }
  return resolved + source.slice(from);
}

const lineAt = (source, index) => source.slice(0, index).split("\n").length;

/** What `thrown` says: its name, its message and the line of the script, which was loaded from `address`, or null. */
export async function explain(thrown, { address, sdkAddress, sdkName, source }) {
  try {
    const isError = thrown instanceof Error;
    const name = isError ? print(thrown.name) : "Error";
    const message = (isError ? print(thrown.message) : print(thrown)).replaceAll(sdkAddress, sdkName);
    return { name, message, line: await lineOf(thrown, address, sdkAddress, sdkName, source) };
  } catch {
    return { name: "Error", message: print(thrown), line: null }; // a getter or a proxy of the script's own
  }
}

async function lineOf(thrown, address, sdkAddress, sdkName, source) {
  if (thrown instanceof Refused) return thrown.line;
  const [, after] = String(thrown?.stack ?? "").split(`${address}:`, 2);
  const line = Number.parseInt(after, 10);
  if (line > 0) return line;
  if (!(thrown instanceof SyntaxError)) return null;
  // What an import asks for is not there; or the text cannot be read, and engines keep to themselves where.
  if (thrown.message.includes(sdkAddress)) return lineAt(source, source.indexOf(sdkName));
  return thrown.lineNumber ?? thrown.line ?? askForLine();
}
