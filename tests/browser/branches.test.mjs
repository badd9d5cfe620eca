// What-ifs: branches of a run, stopping before something happens, and the search for a seed that fails.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clean } from "./harness.mjs";
import {
  button, canvas, inspector, keyboard, moment, mouse, notice, openScene, part, play, playHead, seek, stage, tabTo, transport, until,
} from "./steps.mjs";

const it = stage();
const SCENE = "A visibility timeout that is too short";

const branches = (page) => page.getByRole("list", { name: "Branches" });
const branch = (page, name) => branches(page).getByRole("button", { name, exact: true });

for (const by of [mouse, keyboard]) {
  test(`a change in the past keeps the old future as a branch, ${by.name}`, async () => {
    const page = await it.visitor();
    await openScene(page, SCENE);
    const late = await seek(page, 12);
    await seek(page, 5);
    await by.stop(page, "Invoicing");
    await branch(page, "Branch 1").waitFor();
    assert.equal(await branch(page, "Branch 1").getAttribute("aria-current"), "true");
    await notice(page, "what was to come is kept as Main").waitFor();
    assert.notEqual((await seek(page, 12)).hash, late.hash);

    // Back and forth, at the same instant.
    if (by === mouse) await branch(page, "Main").click();
    else await tabTo(page, branch(page, "Main")).then(() => page.keyboard.press("Enter"));
    assert.deepEqual(await until(page, ({ now, hash }) => now === late.now && hash === late.hash), late);
    await canvas(page).focus();
    await page.keyboard.press("b");
    await until(page, ({ hash }) => hash !== late.hash);

    for (let steps = 0; steps < 3; steps += 1) await by.undo(page);
    await branches(page).waitFor({ state: "detached" });
    clean(page);
  });
}

test("a branch can be named, compared and deleted, and a link carries it", async () => {
  const page = await it.visitor();
  await openScene(page, SCENE);
  await seek(page, 20);
  await seek(page, 5);
  await mouse.stop(page, "Invoicing");
  await button(page, "Name this branch: Branch 1").click();
  await page.getByRole("textbox", { name: "Name this branch" }).fill("nobody works");
  await page.keyboard.press("Enter");
  await branch(page, "nobody works").waitFor();

  await button(page, "Compare with what is shown: Main").click();
  const dialog = page.getByRole("dialog", { name: "Compare branches" });
  await dialog.getByRole("row", { name: /Invoicing · Finished/ }).waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });

  await mouse.share(page);
  await notice(page, "Link copied").or(notice(page, "This link is long")).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  const other = await it.openLinkInFreshContext(link);
  await branch(other, "nobody works").waitFor();
  await button(other, "Delete this branch: Main").click();
  await branches(other).waitFor({ state: "detached" });
  clean(page);
  clean(other);
});

test("at the furthest point nothing branches", async () => {
  const page = await it.visitor();
  await openScene(page, SCENE);
  await seek(page, 5);
  await mouse.stop(page, "Invoicing");
  await seek(page, 6);
  assert.equal(await branches(page).count(), 0);
  clean(page);
});

test("a run stops before a guarantee breaks, says why, and one step shows it", async () => {
  const page = await it.visitor();
  await openScene(page, SCENE);
  await button(page, "What to do about “at most once”").click();
  await page.getByRole("menuitemcheckbox", { name: "Stop before it breaks" }).click();
  await page.getByText("1 breakpoint").waitFor();
  await transport(page).getByText("10×", { exact: true }).click();
  await play(page);
  await notice(page, /^Stopped before “at most once” is broken\. Next: /).waitFor();
  await button(page, "Play").waitFor();
  assert.equal(await inspector(page).getByText(/at most once · broken/).count(), 0);
  const stopped = await moment(page);
  await button(page, "Next event").click();
  await inspector(page).getByText(/at most once · broken/).waitFor();
  assert.equal((await moment(page)).now, stopped.now);

  // Playing on passes it.
  await play(page);
  await until(page, ({ now }) => now > stopped.now + 2e9);
  await button(page, "Pause").click();
  await button(page, "1 breakpoint").or(page.getByRole("button", { name: /Forget all breakpoints/ })).click();
  await page.getByText("1 breakpoint").waitFor({ state: "detached" });
  clean(page);
});

test("a step can be to the next event of what is selected, and F9 stops at it", async () => {
  const page = await it.visitor();
  await openScene(page, SCENE);
  await seek(page, 3);
  await part(page, "Invoicing").click();
  await button(page, "Next event of the selected part").click();
  const next = await until(page, ({ now }) => now > 3e9);
  await part(page, "Invoicing").focus();
  await page.keyboard.press("Shift+Period");
  const after = await until(page, ({ now }) => now > next.now);
  await page.keyboard.press("Shift+Comma");
  assert.deepEqual(await until(page, ({ hash }) => hash === next.hash), next);
  await page.keyboard.press("F9");
  await page.getByText("1 breakpoint").waitFor();
  await play(page);
  await notice(page, /^Stopped before anything happens at Invoicing\. Next: /).waitFor();
  assert.equal((await moment(page)).now, after.now);
  clean(page);
});

test("a seed that fails is found, shown in a branch, and opened as the smallest run", async () => {
  const page = await it.visitor();
  await openScene(page, SCENE);
  const title = await canvas(page).getAttribute("aria-label");
  await button(page, "What to do about “at most once”").click();
  await page.getByRole("menuitem", { name: "Find a seed that breaks this" }).click();
  const dialog = page.getByRole("dialog", { name: "Find a failure" });
  await dialog.getByText(/The smallest run that does makes [12] message/).waitFor();
  await dialog.getByRole("button", { name: "Open the smallest run" }).click();
  await inspector(page).getByText(/at most once · broken/).waitFor();
  await mouse.undo(page);
  assert.equal(await canvas(page).getAttribute("aria-label"), title);
  await playHead(page).press("Home");
  await until(page, ({ now }) => now === 0);
  clean(page);
});
