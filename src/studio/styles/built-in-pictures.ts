/** A tile of a built-in painting, as the worker hands it over. */
export interface BuiltInPicture {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** RGBA */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** The tiles of the built-in paintings, drawn once, when first wanted, away from the page. */
export interface BuiltInPictures {
  /** Starts the drawing. @returns ends the subscription */
  subscribe(changed: () => void): () => void;
  /** null until it is drawn */
  get(id: string): BuiltInPicture | null;
}

/** The part of a `Worker` that is needed; it ends by itself. */
interface PictureWorker {
  onmessage: ((message: MessageEvent<BuiltInPicture>) => void) | null;
}

/** @param start called once, when someone first wants to see them */
export function createBuiltInPictures(start: () => PictureWorker): BuiltInPictures {
  const pictures = new Map<string, BuiltInPicture>();
  const listeners = new Set<() => void>();
  let worker: PictureWorker | null = null;
  return {
    subscribe(changed) {
      listeners.add(changed);
      if (!worker) {
        worker = start();
        worker.onmessage = ({ data }) => {
          pictures.set(data.id, data);
          for (const listener of listeners) listener();
        };
      }
      return () => listeners.delete(changed);
    },
    get: (id) => pictures.get(id) ?? null,
  };
}
