/** Port: HTTP as the Fetch standard has it, so that tests and shells can stand in for the network. */
export interface Fetcher {
  fetch(
    url: string,
    init?: { method?: 'GET' | 'POST'; headers?: Record<string, string>; body?: string; signal?: AbortSignal },
  ): Promise<Response>;
}
