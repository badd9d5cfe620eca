// Values as text, for the console.

const MOST = 2_000; // letters of a line
const DEEP = 4;
const MANY = 50; // entries of an array or object

/** What console.log shows for `values`; %s and its like are filled in when the first is a text with them. */
export function line(values) {
  let rest = values;
  let start = "";
  if (typeof values[0] === "string" && values.length > 1) {
    rest = values.slice(1);
    start = values[0].replace(/%([sdifjoOc%])/g, (whole, kind) => {
      if (kind === "%") return "%";
      if (rest.length === 0) return whole;
      const [value] = rest;
      rest = rest.slice(1);
      if (kind === "c") return "";
      if (kind === "d" || kind === "f") return String(Number(value));
      if (kind === "i") return String(Math.trunc(Number(value)));
      return text(value);
    });
    start += rest.length > 0 ? " " : "";
  }
  return cut(start + rest.map(text).join(" "));
}

/** One value as text: a text as it is, anything else as one would write it. */
export function text(value) {
  try {
    return cut(typeof value === "string" ? value : show(value, 0, []));
  } catch {
    return "[cannot be shown]"; // a getter or a proxy of the script's own
  }
}

const cut = (long) => (long.length > MOST ? `${long.slice(0, MOST - 1)}…` : long);

function show(value, depth, above) {
  if (typeof value === "string") return JSON.stringify(cut(value));
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return `[Function${value.name ? `: ${value.name}` : ""}]`;
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (above.includes(value)) return "[Circular]";
  const within = [...above, value];
  const deeper = (inner) => show(inner, depth + 1, within);
  if (depth >= DEEP) return Array.isArray(value) ? "[…]" : "{…}";
  if (value instanceof Map) {
    return listed(`Map(${value.size}) {`, [...value], ([key, inner]) => `${deeper(key)} => ${deeper(inner)}`, "}");
  }
  if (value instanceof Set) return listed(`Set(${value.size}) {`, [...value], deeper, "}");
  if (ArrayBuffer.isView(value)) {
    const first = value instanceof DataView ? [] : Array.from(value.subarray(0, MANY + 1));
    return listed(`${value.constructor.name} [`, first, deeper, "]");
  }
  if (Array.isArray(value)) return listed("[", value, deeper, "]");
  const key = (name) => (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name));
  return listed("{", Object.keys(value), (name) => `${key(name)}: ${deeper(value[name])}`, "}");
}

function listed(before, entries, each, after) {
  if (entries.length === 0) return before + after;
  const shown = entries.slice(0, MANY).map(each);
  if (entries.length > MANY) shown.push("…");
  const space = after === "}" ? " " : "";
  return `${before}${space}${shown.join(", ")}${space}${after}`;
}
