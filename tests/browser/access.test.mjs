// Everybody can use it: what axe checks, sizes of targets, the visible focus, narrow screens, dialogs.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { clean } from "./harness.mjs";
import { button, canvas, choose, focused, inspector, newSketch, openScene, part, seek, stage, tabTo } from "./steps.mjs";

const it = stage();
const WIDE = { width: 1280, height: 800 };
const KINDS = ["Producer", "Workers", "Web server", "SQS standard", "SQS FIFO"];
const NARROW = { width: 390, height: 844 };

/** What axe finds, with where it was found. */
async function axe(page, where, { within, rules }) {
  const builder = new AxeBuilder({ page });
  if (within) builder.include(within);
  if (rules) builder.withRules(rules);
  const { violations } = await builder.analyze();
  return violations.map(({ id, help, nodes }) => `${where}: ${id}: ${help}: ${nodes.map((node) => node.html).join(" ")}`);
}

/** Opens each dialog in turn for `look`. */
async function eachDialog(page, look) {
  for (const [entry, name] of [["Scenes", "Scenes"], ["Commands", "Commands"], ["Keyboard shortcuts", "Keyboard shortcuts"]]) {
    await choose(page, entry);
    const dialog = page.getByRole("dialog", { name });
    await dialog.waitFor();
    await look(name);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  }
}

/** The names of the parts and wires of the sketch, one of each kind. */
async function oneOfEachKind(page) {
  const labels = await page.locator("[data-part], [data-link], [data-note]").evaluateAll((all) =>
    all.map((one) => [one.getAttribute("aria-label"), one.getAttribute("aria-roledescription")]),
  );
  const kinds = new Map();
  for (const [label, role] of labels) {
    const kind = role === "Part" ? KINDS.find((kind) => label.includes(`, ${kind}`)) : role;
    if (!kinds.has(kind)) kinds.set(kind, label.split(":")[0]);
  }
  return kinds;
}

for (const viewport of [WIDE, NARROW]) {
  // The dark theme differs in its colours only.
  for (const [colorScheme, rules] of [["light"], ["dark", ["color-contrast"]]]) {
    test(`axe finds nothing at ${viewport.width} pixels in ${colorScheme}`, async () => {
      const page = await it.visitor({ viewport, colorScheme });
      const found = [];
      const look = async (where, within) => found.push(...(await axe(page, where, { within, rules })));
      await look("the first visit");
      await eachDialog(page, look);
      await button(page, "Menu").click();
      await look("the menu");
      await page.keyboard.press("Escape");

      const kinds = new Set();
      for (const title of ["Encode 1,000 videos", "FIFO beside standard"]) {
        await openScene(page, title);
        await seek(page, 2);
        for (const [kind, label] of await oneOfEachKind(page)) {
          if (kinds.has(kind)) continue;
          kinds.add(kind);
          await page.locator(`[aria-label^=${JSON.stringify(label)}]`).first().focus();
          await page.keyboard.press("Enter"); // opens the inspector's sheet where there is one
          await inspector(page).locator("#inspector-name").and(focused(page)).waitFor();
          await look(`the inspector of ${kind}`, viewport === NARROW ? undefined : "#inspector");
          for (const tab of await inspector(page).getByRole("tab").all()) {
            await tab.click();
            await look(`the inspector of ${kind}`, "#inspector");
          }
          await page.keyboard.press("Escape");
        }
      }
      assert.deepEqual(kinds, new Set([...kinds, ...KINDS, "Wire", "Note"]), "each kind was looked at");
      await part(page, "orders").focus();
      await page.keyboard.press("Enter");
      await inspector(page).locator("#inspector-name").and(focused(page)).waitFor(); // it is about this queue by now
      await inspector(page).getByLabel("VisibilityTimeout").fill("50,000");
      await page.keyboard.press("Enter");
      await inspector(page).getByText(/is over the limit of/).waitFor();
      await look("a refused setting");
      await newSketch(page);
      await look("an empty canvas");
      await canvas(page).focus();
      await page.keyboard.press("a");
      await page.getByRole("dialog", { name: "Add a part here" }).waitFor();
      await look("parts to add");
      assert.deepEqual(found, []);
      clean(page);
    });
  }
}

test("axe finds nothing in a biography", async () => {
  const page = await it.visitor({ viewport: WIDE });
  await openScene(page, "FIFO beside standard");
  await seek(page, 4);
  await page.getByRole("region", { name: "What happened" }).getByRole("button").first().click();
  await page.getByRole("region", { name: /^Biography/ }).waitFor();
  assert.deepEqual(await axe(page, "a biography", {}), []);
  clean(page);
});

for (const viewport of [WIDE, NARROW]) {
  test(`axe finds nothing in branches, their comparison, and the search for a failure at ${viewport.width} pixels`, async () => {
    const page = await it.visitor({ viewport });
    const found = [];
    const look = async (where) => found.push(...(await axe(page, where, {})));
    await openScene(page, "A visibility timeout that is too short");
    await seek(page, 8);
    await seek(page, 3);
    await part(page, "Invoicing").focus();
    await page.keyboard.press("Enter");
    await button(inspector(page), "What to do about “at most once”").click();
    await page.getByRole("menuitem", { name: "Find a seed that breaks this" }).waitFor();
    await look("what to do about a guarantee");
    await page.getByRole("menuitem", { name: "Find a seed that breaks this" }).click();
    const search = page.getByRole("dialog", { name: "Find a failure" });
    await search.getByRole("button", { name: "Open the smallest run" }).waitFor();
    await look("the search for a failure");
    await page.keyboard.press("Escape");
    await search.waitFor({ state: "detached" });
    await button(inspector(page), "Stop").click();
    await page.getByRole("list", { name: "Branches" }).waitFor();
    await look("branches");
    if (viewport === NARROW) await page.keyboard.press("Escape"); // the sheet covers them
    await button(page, "Compare with what is shown: Main").click();
    await page.getByRole("dialog", { name: "Compare branches" }).getByRole("row").nth(1).waitFor();
    await look("a comparison");
    assert.deepEqual(found, []);
    clean(page);
  });
}

test("a dialog takes the focus, keeps it and gives it back", async () => {
  const page = await it.visitor();
  await canvas(page).focus();
  await page.keyboard.press("Control+k");
  const dialog = page.getByRole("dialog", { name: "Commands" });
  await dialog.getByRole("combobox").and(focused(page)).waitFor();
  for (let stop = 0; stop < 5; stop += 1) {
    await page.keyboard.press("Tab");
    const outside = await page.evaluate(() => document.activeElement.closest("dialog, body").localName);
    // The browser's own bar may come in between, which shows as the body.
    assert.ok(["dialog", "body"].includes(outside));
    assert.equal(await page.locator("#app :focus:not(dialog *)").count(), 0);
  }
  await page.keyboard.press("Escape");
  await canvas(page).and(focused(page)).waitFor();
  clean(page);
});

for (const viewport of [WIDE, NARROW, { width: 320, height: 640 }]) {
  test(`every target is at least 24 pixels wide and high at ${viewport.width}, and nothing scrolls sideways`, async () => {
    const page = await it.visitor({ viewport });
    const found = new Set();
    const look = async (where) => {
      for (const target of await page.evaluate(smallTargets)) found.add(`${where}: ${target}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > viewport.width) found.add(`${where}: ${wide} pixels wide`);
    };
    await look("the first visit");
    await eachDialog(page, look);
    await openScene(page, "FIFO beside standard");
    await seek(page, 2);
    for (const [kind, label] of await oneOfEachKind(page)) {
      await page.locator(`[aria-label^=${JSON.stringify(label)}]`).first().focus();
      await page.keyboard.press("Enter");
      await inspector(page).locator("#inspector-name").and(focused(page)).waitFor();
      const watch = button(inspector(page), "Watch a guarantee");
      if (await watch.isVisible()) await watch.click();
      await look(`the inspector of ${kind}`);
      for (const tab of await inspector(page).getByRole("tab").all()) {
        await tab.click();
        await look(`the inspector of ${kind}`);
      }
      await page.keyboard.press("Escape");
    }
    assert.deepEqual([...found], []);
    clean(page);
  });
}

/** What can be pressed and is seen, but smaller than 24 by 24. A label counts with its field. Runs in the page. */
function smallTargets() {
  const all = "button, input, select, textarea, summary, [role=button], [role=option], [role=tab], [role=slider], [role=menuitem]";
  const sizes = (element) => [element, ...(element.labels ?? [])].map((one) => one.getBoundingClientRect());
  return [...document.querySelectorAll(all)]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("#canvas"))
    .filter((element) => !sizes(element).some(({ width, height }) => width >= 23.99 && height >= 23.99))
    .map((element) => {
      const { width, height } = element.getBoundingClientRect();
      return `${Math.round(width)}×${Math.round(height)} ${element.outerHTML.slice(0, 160)}`;
    });
}

test("wherever Tab leads, the focus can be seen", async () => {
  const page = await it.visitor({ viewport: WIDE, reducedMotion: "reduce" });
  await openScene(page, "Encode 1,000 videos");
  const stops = [];
  const unseen = [];
  for (;;) {
    await page.keyboard.press("Tab");
    if (await page.locator("body:focus, :root:not(:focus-within)").count()) continue; // between the end and the start
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (element.hasAttribute("data-tabbed")) return undefined;
      element.setAttribute("data-tabbed", "");
      const { x, y, width, height } = element.getBoundingClientRect();
      const name = element.getAttribute("aria-label") ?? element.textContent.trim().slice(0, 40);
      return { name: `${element.localName} ${name}`, x, y, width, height };
    });
    if (!stop) break;
    stops.push(stop.name);
    const clip = around(stop);
    const [on, off] = [await page.screenshot({ clip }), await blurred(page, clip)];
    if (on.equals(off)) unseen.push(stop.name);
  }
  assert.deepEqual(unseen, []);
  assert.ok(stops.length > 25, `Tab leads through the page: ${stops.join(", ")}`);
  clean(page);
});

/** The same place without the focus, which then goes on from where it was. */
async function blurred(page, clip) {
  await page.evaluate(() => document.activeElement.blur());
  return page.screenshot({ clip });
}

function around({ x, y, width, height }) {
  const [left, top] = [Math.max(0, x - 6), Math.max(0, y - 6)];
  const [right, bottom] = [Math.min(WIDE.width, x + width + 6), Math.min(WIDE.height, y + height + 6)];
  return { x: left, y: top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}
