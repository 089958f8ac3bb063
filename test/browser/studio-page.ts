import { expect, type FileChooser, type Page } from '@playwright/test';

/** Small and quick: two shallow layers, seeded filters, a few evaluations. */
export const QUICK = `job_schema_version: 1
input_max_size: 48
nn_weights: untrained
nn_content_layers: [conv2_1]
nn_style_layers: [relu1_1, relu2_1]
video_first_iterations: 4
video_iterations: 3
job_max_iterations: 4
export_fps: 8
`;

/** The studio as a person uses it. */
export class StudioPage {
  constructor(readonly page: Page) {}

  /** What the page complained of; looked at after each test. */
  readonly complaints: string[] = [];

  async open(): Promise<void> {
    await this.reopen();
    await expect(this.page.getByRole('button', { name: 'Paint the demo street', exact: true })).toBeVisible();
  }

  /** In a browser that may have a project. @param address of the page, a link to a shared project for example */
  async reopen(address = '/'): Promise<void> {
    this.page.on('pageerror', (error) => this.complaints.push(error.message));
    this.page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    await this.page.goto(address);
  }

  async openDemo(): Promise<void> {
    await this.open();
    await this.page.getByRole('button', { name: 'Paint the demo street', exact: true }).click();
    await expect(this.page.getByText('0 of 6 painted')).toBeVisible();
  }

  async step(name: 'Route' | 'Frames' | 'Styles' | 'Tune' | 'Render' | 'Export'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name }).click();
  }

  /** A params file through the picker of the Tune step. */
  async loadParams(text: string, name = 'params.yaml'): Promise<void> {
    await this.step('Tune');
    await this.page.getByLabel('Params file').setInputFiles({ name, mimeType: 'text/yaml', buffer: Buffer.from(text) });
  }

  /** Clicks, and chooses files where the browser asks for them. */
  async chooseFiles(button: string, files: Parameters<FileChooser['setFiles']>[0]): Promise<void> {
    const [chooser] = await Promise.all([
      this.page.waitForEvent('filechooser'),
      this.page.getByRole('button', { name: button }).click(),
    ]);
    await chooser.setFiles(files);
  }

  /** Drops a text file on the window. */
  async dropFile(file: { readonly name: string; readonly mimeType: string; readonly text: string }): Promise<void> {
    const data = await this.page.evaluateHandle(({ name, mimeType, text }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], name, { type: mimeType }));
      return transfer;
    }, file);
    await this.page.dispatchEvent('body', 'dragover', { dataTransfer: data });
    await this.page.dispatchEvent('body', 'drop', { dataTransfer: data });
  }

  async paint(): Promise<void> {
    await this.page.getByRole('button', { name: /^(Paint|Go on)/ }).click();
  }

  /** Waits until all frames are painted. */
  async painted(frames: number, timeout = 90_000): Promise<void> {
    await expect(this.page.getByText(`${frames} of ${frames} painted`)).toBeVisible({ timeout });
  }

  /** Clicks, and gives the path of the file that comes of it. */
  async download(button: string): Promise<{ path: string; name: string }> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download', { timeout: 60_000 }),
      this.page
        .getByRole('complementary')
        .or(this.page.getByRole('region'))
        .getByRole('button', { name: button })
        .last()
        .click(),
    ]);
    return { path: (await download.path())!, name: download.suggestedFilename() };
  }
}
