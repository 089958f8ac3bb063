import { expect } from '@playwright/test';
import { placesAlong } from '../servers/covered-streets.ts';
import { PANORAMAX_STREETS, type StreetName } from '../servers/panoramax-pictures.ts';
import { QUICK, StudioPage } from './studio-page.ts';

/** The Route step as a person uses it. */
export class RoutePage extends StudioPage {
  /** A new project with the map open. */
  async openMap(): Promise<void> {
    await this.open();
    await this.page.getByRole('button', { name: 'Draw a route on a map' }).click();
    await this.mapStands();
  }

  /** A new project with a straight way along one of the stand-in's streets of Panoramax, and a place wanted every `spacing` metres. */
  async openStreet(street: StreetName, places: number, spacing: number): Promise<void> {
    await this.open();
    const way = placesAlong(PANORAMAX_STREETS[street].start, 2, (places - 1) * spacing);
    const points = way.map(({ lat, lng }) => `[${lat}, ${lng}]`).join(', ');
    const text = `${QUICK}route_source: panoramax\nroute_points: [${points}]\nroute_spacing_m: ${spacing}\nroute_search_radius_m: 20\n`;
    await this.dropFile({ name: 'way.yaml', mimeType: 'application/yaml', text });
    await this.step('Route');
    await this.mapStands();
    await expect(this.page.getByText(new RegExp(`^${places} frames, a film of`))).toBeVisible();
  }

  async mapStands(): Promise<void> {
    await expect(this.page.getByRole('textbox', { name: 'Place' })).toBeVisible({ timeout: 20_000 });
  }

  /** Goes to a place that the search finds: by its name, or the first one. */
  async search(words: string, place?: string): Promise<void> {
    const box = this.page.getByRole('textbox', { name: 'Place' });
    await box.fill(words);
    await box.press('Enter');
    const found = this.page.getByRole('list', { name: 'Places found' });
    await found
      .getByRole('button', place === undefined ? {} : { name: place })
      .first()
      .click();
    // The map glides there.
    await this.page.waitForTimeout(1500);
  }

  /** Draws with clicks, the last one double. @param points in pixels from the middle of the map */
  async draw(...points: readonly (readonly [x: number, y: number])[]): Promise<void> {
    for (const [index, [x, y]] of points.entries()) {
      const at = await this.onMap(x, y);
      // Two clicks in a hurry are a double click, which ends the way.
      await this.page.waitForTimeout(500);
      if (index < points.length - 1) await this.page.mouse.click(at.x, at.y);
      else await this.page.mouse.dblclick(at.x, at.y);
    }
    await expect(this.page.getByText(`, ${points.length} points`)).toBeVisible();
  }

  /** Pixels of the page for a place on the map, from its middle. */
  async onMap(x: number, y: number): Promise<{ x: number; y: number }> {
    const box = await this.page.getByRole('main', { name: 'Map' }).boundingBox();
    if (!box) throw new Error('no map is on screen');
    return { x: box.x + box.width / 2 + x, y: box.y + box.height / 2 + y };
  }

  async setNumber(name: string, value: number): Promise<void> {
    const input = this.page.getByRole('textbox', { name: new RegExp(`^${name}(,|$)`) });
    await input.fill(String(value));
    await input.press('Enter');
  }

  /** The way as text, in place of drawing. */
  async typePoints(...lines: readonly string[]): Promise<void> {
    await this.page.getByRole('button', { name: /Type the points|Points as text/ }).click();
    await this.page.getByRole('textbox', { name: 'Add points' }).fill(lines.join('\n'));
    await this.page.getByRole('button', { name: 'Add', exact: true }).click();
    await this.page.getByRole('button', { name: 'Hide the points' }).click();
  }

  async scout(): Promise<void> {
    await this.page.getByRole('button', { name: 'Look what is there (free)' }).click();
  }

  async choose(source: RegExp): Promise<void> {
    const select = this.page.getByRole('combobox', { name: 'Source of the pictures' });
    await select.waitFor();
    const labels = await select.getByRole('option').allTextContents();
    await select.selectOption({ label: labels.find((label) => source.test(label)) ?? '' });
  }

  async fetchAll(frames: number): Promise<void> {
    await this.page.getByRole('button', { name: `Fetch ${frames} frames` }).click();
    await this.fetched(frames);
  }

  async fetched(frames: number): Promise<void> {
    await expect(this.page.getByText(new RegExp(`^${frames} frames from .* are here`))).toBeVisible({
      timeout: 60_000,
    });
  }

  /** The params YAML as the Export step saves it. */
  async yaml(): Promise<string> {
    await this.step('Export');
    const { path } = await this.download('Save params');
    const { readFile } = await import('node:fs/promises');
    return readFile(path, 'utf8');
  }
}

/** Values of a list of a params file, as text. */
export function listOf(yaml: string, key: string): string {
  const [, inline = '', block = ''] = new RegExp(`^${key}:(.*)\\n((?:  - .*\\n)*)`, 'm').exec(yaml) ?? [];
  return inline + block;
}
