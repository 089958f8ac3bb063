import { expect, type Locator } from '@playwright/test';
import { RoutePage } from './route-page.ts';
import { placesOf } from './search-page.ts';
import { QUICK } from './studio-page.ts';

/** The studio with Google's map and pictures. */
export class GooglePage extends RoutePage {
  /** A new project on the Route step, with a key for this session, and a way north-east from the beginning of the stand-ins' street. */
  async openGoogle(
    key: string,
    { frames, source = 'streetview' }: { frames: number; source?: 'streetview' | 'streetview_tiles' },
  ): Promise<void> {
    await this.open();
    await this.enterKey(key);
    await expect(this.page.getByRole('button', { name: 'Draw a route on a map' })).toBeVisible();
    const way = `route_points: [[55.7049, 13.1915], [55.7056, 13.1935]]\nroute_spacing_m: 15\nroute_max_frames: ${frames}\n`;
    const text = `${QUICK}route_source: ${source}\n${way}`;
    await this.dropFile({ name: 'way.yaml', mimeType: 'application/yaml', text });
    await expect(this.page.getByRole('navigation', { name: 'Steps' })).toBeVisible();
    await this.step('Route');
  }

  /** Types a key for this session where there is none. Where the page must be loaded again for it, it comes back at the same step. */
  async enterKey(key: string): Promise<void> {
    const dialog = await this.openSettings();
    await dialog.getByRole('textbox', { name: 'Google key' }).fill(key);
    const use = dialog.getByRole('button', { name: /^Use the Google key/ });
    const reloads = (await use.textContent())?.includes('reload');
    await Promise.all([reloads ? this.page.waitForEvent('load') : null, use.click()]);
    if (!reloads) await this.closeSettings();
  }

  async changeKey(key: string): Promise<void> {
    const dialog = await this.openSettings();
    await dialog.getByRole('button', { name: 'Remove the Google key' }).click();
    await this.enterKey(key);
  }

  /** They may be open already. */
  async openSettings(): Promise<Locator> {
    const dialog = this.page.getByRole('dialog', { name: 'Settings' });
    const settings = this.page.getByRole('button', { name: 'Settings' });
    // Whatever opens them from elsewhere may still be at it: then the button lies beneath, and the dialog comes by itself.
    await expect(async () => {
      if (!(await dialog.isVisible())) await settings.click({ timeout: 1000 });
      await expect(dialog).toBeVisible({ timeout: 1000 });
    }).toPass({ timeout: 20_000 });
    return dialog;
  }

  async closeSettings(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.page.getByRole('dialog')).toHaveCount(0);
  }

  /** Turns the wheel over a place on the map, which stays under the mouse. @param x pixels from the middle of the map */
  async zoomIn(x: number, y: number, steps: number): Promise<void> {
    const at = await this.onMap(x, y);
    await this.page.mouse.move(at.x, at.y);
    for (let i = 0; i < steps; i++) await this.page.mouse.wheel(0, -100);
  }

  /** Maps in the page, seen or not. */
  get maps(): Locator {
    return this.page.locator('#route-map, .gm-style, .maplibregl-map');
  }

  /** Places where a key is found, but for the browser's own list of what the page has asked Google for. */
  async placesOfKey(key: string): Promise<string[]> {
    const places = await placesOf(this.page, key);
    return [...new Set(places)].filter((place) => !/^request to (maps|tile|routes)\.googleapis\.com$/.test(place));
  }

  /**
   * Of the frame on the canvas the elements that stand over its lower edge; and of that and of the first one on the strip the shares that are to
   * be seen.
   */
  async photographEdges(): Promise<{ covered: string[]; shares: number[] }> {
    return this.page.evaluate(() => {
      const large = document.querySelector<HTMLImageElement>('main img[alt^="Photograph of frame"]');
      const small = document.querySelector<HTMLImageElement>('[role="option"] img');
      if (!large || !small) throw new Error('no photographs on screen');
      const seen = (image: HTMLImageElement) => {
        const { objectFit } = getComputedStyle(image);
        const fits = [image.clientWidth / image.naturalWidth, image.clientHeight / image.naturalHeight];
        const scale = objectFit === 'contain' ? Math.min(...fits) : Math.max(...fits);
        const share = fits.reduce((product, fit) => product * Math.min(1, fit / scale), 1);
        // Boxes are of whole pixels.
        return share > 0.99 ? 1 : share;
      };
      const { left, right, bottom } = large.getBoundingClientRect();
      const covered = new Set<string>();
      // What lets the mouse through is not found by its place otherwise.
      for (const element of document.querySelectorAll<HTMLElement>('main *')) {
        if (element.contains(large) || !element.textContent?.trim() || element.children.length > 0) continue;
        const box = element.getBoundingClientRect();
        if (box.right > left && box.left < right && box.bottom > bottom - 60 && box.top < bottom) {
          covered.add(element.textContent);
        }
      }
      return { covered: [...covered], shares: [seen(large), seen(small)] };
    });
  }

  /** Pictures on screen that could be frames: all but those of the map itself. */
  async picturesOnScreen(): Promise<string[]> {
    return this.page.evaluate(() =>
      [...document.querySelectorAll('img, canvas, video, image')]
        .filter((element) => !element.closest('#route-map'))
        .map((element) => element.outerHTML.slice(0, 200)),
    );
  }
}
