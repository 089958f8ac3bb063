import { isAbort, PleinAirError } from '../../core/errors.ts';
import type { FetchedPicture } from '../imagery.ts';
import type { MadeView } from '../view-maker.ts';
import { type AskedEntry, askedKey, readAsked, viewName, writeAsked } from './asked-index.ts';
import type { FetchedFrame, FetchPorts, WantedFrame } from './fetch-job.ts';

/** A frame that is there now, and what it took. */
export interface KeptFrame {
  readonly frame: FetchedFrame;
  /** nothing was asked for */
  readonly cached: boolean;
  /** downloaded */
  readonly bytes: number;
}

/** What frames that ask the same thing at the same time share: the first one asks, one after another they are served. */
interface Question {
  readonly asked: string;
  waiting: number;
  last: Promise<unknown>;
  picture: FetchedPicture | null;
  failure: { readonly error: unknown } | null;
}

/**
 * Gets frames from the store, or from the service into the store. The entry is written before the pictures that it names, so that a crash
 * leaves at most an entry without its picture, which is asked for again, and never a picture that nothing names: nobody would find it when
 * it may no longer be kept.
 */
export class FrameKeeper {
  readonly #questions = new Map<string, Question>();

  /** @param session see `FetchOptions` */
  constructor(
    private readonly ports: FetchPorts,
    private readonly session: string | null,
    private readonly signal: AbortSignal,
  ) {}

  /** @throws as `ImageryProvider.fetch` and `ViewMaker.make`; PleinAirError kind `storage`; the reason of the signal */
  async obtain(wanted: WantedFrame): Promise<KeptFrame> {
    const asked = this.#ask(wanted.picture, wanted);
    const question = this.#questions.get(asked) ?? {
      asked,
      waiting: 0,
      last: Promise.resolve(),
      picture: null,
      failure: null,
    };
    this.#questions.set(asked, question);
    question.waiting++;
    const served = question.last.then(() => this.#serve(wanted, question));
    question.last = served.catch(() => undefined);
    try {
      return await served;
    } finally {
      if (--question.waiting === 0) this.#questions.delete(asked);
    }
  }

  async #serve(wanted: WantedFrame, question: Question): Promise<KeptFrame> {
    this.signal.throwIfAborted();
    const key = await askedKey(question.asked);
    const view = viewName(wanted.view);
    const flatKey = await askedKey(this.#flat(wanted.picture));
    const entry = (await readAsked(this.ports.frames, key)) ?? (await readAsked(this.ports.frames, flatKey));
    const made = entry?.views[view];
    if (entry && made && (await this.#has(made.sha256))) {
      await this.#noteSession(key, entry);
      const { sha256, sourceSha256 } = made;
      return { frame: { sha256, sourceSha256, sighting: entry.sighting }, cached: true, bytes: 0 };
    }
    const remade = entry && (await this.#remake(entry, wanted));
    if (entry && remade) return { frame: await this.#keep([key], entry, view, remade, null), cached: true, bytes: 0 };

    const first = question.picture === null;
    const picture = await this.#download(wanted, question);
    // Not to be given up from here on: what has come may have been paid for.
    const cut = await this.ports.maker.make(picture, wanted.view);
    const [file, ...others] = picture.tiles;
    // One file serves every other view without another question.
    const whole = file && others.length === 0 ? file.bytes : null;
    const answered = await this.#entryOf(picture, whole, cut, entry);
    const keys = [key];
    const renamed = this.#ask(picture.sighting, wanted);
    // The service has given the picture another id: it is found under both.
    if (renamed !== question.asked) keys.push(await askedKey(renamed));
    if (picture.sighting.projection === 'flat') keys.push(flatKey);
    const frame = await this.#keep(keys, answered, view, cut, whole);
    return { frame, cached: !first, bytes: first ? sizeOf(picture) : 0 };
  }

  #ask({ id, position }: WantedFrame['picture'], { view }: WantedFrame): string {
    const { provider } = this.ports;
    return `${provider.id}/${provider.asks({ id, position }, view)}`;
  }

  /** Names a flat picture, which is taken as it is: other views, which may ask for another size of panoramas, get the same bytes. */
  #flat({ id }: WantedFrame['picture']): string {
    return `${this.ports.provider.id}, flat, ${id}`;
  }

  async #download({ picture, view }: WantedFrame, question: Question): Promise<FetchedPicture> {
    if (question.failure) throw question.failure.error;
    try {
      question.picture ??= await this.ports.provider.fetch(picture, view, this.signal);
      return question.picture;
    } catch (error) {
      question.failure = { error };
      throw error;
    }
  }

  /** Cuts another view out of what the service sent once. Null where that is not kept, or not whole. */
  async #remake({ sourceSha256, sighting, layout }: AskedEntry, { view }: WantedFrame): Promise<MadeView | null> {
    const bytes = layout && (await this.ports.frames.get(sourceSha256));
    if (!bytes) return null;
    try {
      const picture = { sighting, layout, tiles: [{ bytes, x: 0, y: 0 }], size: null };
      const made = await this.ports.maker.make(picture, view, this.signal);
      return made.sourceSha256 === sourceSha256 ? made : null;
    } catch (error) {
      if (isAbort(error) || !(error instanceof PleinAirError)) throw error;
      return null;
    }
  }

  /** What is to be said of the answer to a question. A picture that it replaces goes. */
  async #entryOf(
    { sighting, layout }: FetchedPicture,
    whole: Uint8Array | null,
    { sourceSha256 }: MadeView,
    before: AskedEntry | null,
  ): Promise<AskedEntry> {
    const { frames, provider, now } = this.ports;
    const views = before?.views ?? {};
    if (before && before.sourceSha256 !== sourceSha256 && !isFrame(before.sourceSha256, views)) {
      await frames.delete(before.sourceSha256);
    }
    return {
      version: 1,
      source: provider.id,
      sourceSha256,
      sighting,
      layout: whole ? layout : null,
      fetched: now(),
      views,
      sessions: before?.sessions ?? [],
    };
  }

  /** @param source what the service sent, where it is to be kept and is not yet */
  async #keep(
    keys: readonly string[],
    entry: AskedEntry,
    view: string,
    made: MadeView,
    source: Uint8Array | null,
  ): Promise<FetchedFrame> {
    const { frames } = this.ports;
    const { sha256, sourceSha256 } = made;
    const views = { ...entry.views, [view]: { sha256, sourceSha256, fetched: entry.fetched } };
    for (const key of keys) await writeAsked(frames, key, { ...entry, views, sessions: this.#sessionsOf(entry) });
    // What was kept under this hash was damaged or missing, or it would not have been asked for.
    if (source && sourceSha256 !== sha256) await frames.put(sourceSha256, source);
    if (!(await this.#has(sha256))) await frames.put(sha256, made.bytes);
    return { sha256, sourceSha256, sighting: entry.sighting };
  }

  async #noteSession(key: string, entry: AskedEntry): Promise<void> {
    const sessions = this.#sessionsOf(entry);
    if (sessions.length > entry.sessions.length) await writeAsked(this.ports.frames, key, { ...entry, sessions });
  }

  #sessionsOf({ sessions }: AskedEntry): string[] {
    return this.session === null || sessions.includes(this.session) ? sessions : [...sessions, this.session];
  }

  async #has(sha256: string): Promise<boolean> {
    return (await this.ports.frames.list(sha256)).includes(sha256);
  }
}

function isFrame(hash: string, views: AskedEntry['views']): boolean {
  return Object.values(views).some(({ sha256 }) => sha256 === hash);
}

function sizeOf({ tiles }: FetchedPicture): number {
  return tiles.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
}
