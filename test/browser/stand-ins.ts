/** Orders to the stand-ins of the public services (`test/servers/serve.ts`), on the port that the configuration gives them. */
const ORDERS = `http://127.0.0.1:${Number(process.env.TEST_PORT ?? 4273) + 3}`;

/** What pages have asked of the services. */
export interface AskedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Everything that was asked since the last reset, in order. */
export async function askedRequests(): Promise<readonly AskedRequest[]> {
  return (await fetch(`${ORDERS}/requests`)).json();
}

/** Begins anew: no memory of earlier requests, quotas and faults that happen once. */
export async function resetStandIns(): Promise<void> {
  await fetch(`${ORDERS}/reset`, { method: 'POST' });
}

/** Addresses of Panoramax's files that were asked for, in order. */
export async function askedPictures(): Promise<string[]> {
  return (await askedRequests()).map(({ url }) => url).filter((url) => url.includes('/derivates/'));
}
