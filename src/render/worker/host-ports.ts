import type { WasmFiles } from '../../engine/tfjs/start-wasm.ts';
import type { BlobStore } from '../../platform/blob-store.ts';
import type { DeviceProvider } from '../../platform/device-provider.ts';
import type { Fetcher } from '../../platform/fetcher.ts';
import type { ImageCodec } from '../../platform/image-codec.ts';
import type { VideoEncoderProvider } from '../../platform/video-encoder.ts';

/** Where the jobs' bytes are kept. */
interface HostStores {
  /** photographs as they came, by SHA-256 */
  readonly frames: BlobStore;
  /** paintings as they came, by SHA-256 */
  readonly styles: BlobStore;
  readonly weights: BlobStore;
  /** what is known of earlier runs */
  readonly records: BlobStore;
  /** prepared photographs and painted frames */
  readonly render: BlobStore;
}

/** All that jobs need from outside: a browser's, or a test's. */
export interface HostPorts {
  readonly stores: HostStores;
  readonly codec: ImageCodec;
  readonly devices: DeviceProvider;
  /** as `openWasmBackend` takes them */
  readonly wasmFiles: string | WasmFiles;
  readonly fetcher: Fetcher;
  readonly encoder: VideoEncoderProvider;
  /** milliseconds */
  readonly now: () => number;
  /** of the program and of what it runs on, for records */
  readonly about: { readonly version: string; readonly versions: Readonly<Record<string, string>> };
  /** How long to wait before each try to get a lost device back, milliseconds; one entry for each try. */
  readonly deviceDelays: readonly number[];
}
