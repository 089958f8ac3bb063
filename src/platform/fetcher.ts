/** Port: HTTP as the Fetch standard has it, so that tests and shells can stand in for the network. */
export interface Fetcher {
  fetch(url: string, init?: { headers?: Record<string, string>; signal?: AbortSignal }): Promise<Response>;
}
