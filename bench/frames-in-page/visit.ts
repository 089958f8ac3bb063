import { expect, type Page } from '@playwright/test';
import { RoutePage } from '../../test/browser/route-page.ts';
import { memoryOf } from './memory.ts';
import { type Served, wayAlong } from './serve.ts';

/** Metres between the pictures of the street. */
const SPACING = 5;
const LONG = 20 * 60_000;

/** Fetches the frames of a new project's route, and tells what it took. */
export async function fetchFrames(served: Served, frames: number) {
  const { page, pid } = served;
  const studio = new RoutePage(page);
  page.setDefaultTimeout(LONG);
  await studio.reopen(served.address);
  const way = `route_points: ${wayAlong(frames, SPACING)}\nroute_spacing_m: ${SPACING}\nroute_max_frames: ${frames}\n`;
  const text = `job_schema_version: 1\nroute_source: panoramax\n${way}`;
  await page.getByRole('button', { name: 'Draw a route on a map' }).waitFor();
  await studio.dropFile({ name: 'way.yaml', mimeType: 'application/yaml', text });
  await studio.step('Route');
  await studio.scout();
  const fetch = page.getByRole('button', { name: `Fetch ${frames} frames` });
  await fetch.waitFor();
  const memoryBefore = memoryOf(pid);
  const memory = watchMemory(pid);
  const began = performance.now();
  await fetch.click();
  await expect(page.getByText(new RegExp(`^${frames} frames from .* are here`))).toBeVisible({ timeout: LONG });
  const seconds = (performance.now() - began) / 1000;
  const memoryPeak = memory.stop();
  await expect(page.getByText('saved', { exact: true })).toBeVisible({ timeout: LONG });
  const stored = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? null);
  return { seconds, requests: served.requests(), stored, memoryBefore, memoryPeak, memoryAfter: memoryOf(pid) };
}

/** Loads the page again so many times at a step, and tells how many milliseconds after that the filmstrip can be used. */
export async function reopen({ page, load }: Served, step: 'Route' | 'Frames', frames: number, times: number) {
  await new RoutePage(page).step(step);
  const measured = [];
  for (let i = 0; i < times; i++) measured.push({ ...(await reload(page, frames)), load: load() });
  return measured;
}

async function reload(page: Page, frames: number) {
  const strip = page.getByRole('listbox', { name: 'Frames of the film' });
  const last = page.getByRole('option', { name: `frame ${frames},`, selected: true });
  const began = performance.now();
  const since = () => Math.round(performance.now() - began);
  await page.reload({ waitUntil: 'commit' });
  await strip.waitFor();
  const stands = since();
  await strip.press('End');
  await last.waitFor();
  const used = since();
  await last.locator('img').waitFor();
  const lastPicture = since();
  await strip.press('Home');
  await page.waitForFunction(() => {
    const seen = [...document.querySelectorAll('[role="option"]')];
    return seen.length > 0 && seen.every((option) => option.querySelector('img')?.complete);
  });
  return { stands, used, lastPicture, firstPictures: since() };
}

function watchMemory(pid: number) {
  let peak = memoryOf(pid);
  const timer = setInterval(() => {
    peak = Math.max(peak ?? 0, memoryOf(pid) ?? 0) || null;
  }, 500);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}
