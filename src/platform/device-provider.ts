/** A WebGPU device with what the rest of the program wants to know of its adapter. */
export interface ComputeDevice {
  readonly device: GPUDevice;
  readonly info: GPUAdapterInfo;
  /** true where the adapter computes on the CPU (SwiftShader, llvmpipe, WARP) */
  readonly software: boolean;
}

/** Port: where a GPU device comes from. Only shells ask it; everything below is handed the device. */
export interface DeviceProvider {
  /** @returns null where there is no adapter. A device is requested with the adapter's own limits and features. */
  request(): Promise<ComputeDevice | null>;
}
