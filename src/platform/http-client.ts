/** One question to a service. */
export interface HttpRequest {
  /** may carry a key: errors and logs name `what` and the host alone */
  readonly url: string;
  /** sent as a POST with `Content-Type: application/json`; absent: a GET */
  readonly json?: unknown;
  /** as in `the picture 4711`, for errors */
  readonly what: string;
  /** whether an answer is the last word although its status (429, 5xx) says that it may pass; default: none is */
  readonly final?: (answer: HttpAnswer) => boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A whole answer: its body has arrived and has the length that was announced. */
export interface HttpAnswer {
  readonly status: number;
  /** media type without parameters, in small letters; empty where none was said */
  readonly type: string;
  readonly bytes: Uint8Array;
  /** as text, and as JSON. @throws PleinAirError kind `network` where it is none */
  text(): string;
  json(): unknown;
}

/** Port: HTTP with patience. Implemented by `patient-http.ts`. */
export interface HttpClient {
  /**
   * Sends and reads the whole answer. Waits while the machine is offline; tries again, later and later, after 429, 5xx, a broken transfer or
   * no answer, as long as its rules allow, heeding Retry-After. What stands at the end is returned, whatever its status.
   * @throws PleinAirError kind `network` where there is no answer at all: it names `what`, the host and what may be the cause; the abort
   * error of `signal`
   */
  send(request: HttpRequest): Promise<HttpAnswer>;
}
