import type { Page } from '@playwright/test';

/** What a policy kept the page or one of its workers from: `connect-src https://host/`. */
export class Violations {
  private constructor(private readonly page: Page) {}

  /** Before the page is opened. */
  static async watch(page: Page): Promise<Violations> {
    const violations = new Violations(page);
    await page.addInitScript(listen);
    // A worker's first moments may be over by now; what it makes and asks comes later.
    page.on('worker', (worker) => void worker.evaluate(listen).catch(() => undefined));
    return violations;
  }

  /** All so far, of the page as it was loaded last and of the workers that live. */
  async all(): Promise<string[]> {
    // Some workers live for one task: they may end while they are asked.
    const workers = this.page.workers().map((worker) => worker.evaluate(told).catch(() => []));
    return (await Promise.all([this.page.evaluate(told), ...workers])).flat();
  }
}

type Told = typeof globalThis & { toldViolations?: string[] };

function listen(): void {
  const told: string[] = [];
  (globalThis as Told).toldViolations = told;
  globalThis.addEventListener('securitypolicyviolation', (event) => {
    const { effectiveDirective, blockedURI } = event as SecurityPolicyViolationEvent;
    told.push(`${effectiveDirective} ${blockedURI}`);
  });
}

function told(): string[] {
  return (globalThis as Told).toldViolations ?? [];
}
