/** What a device was asked for since it was metered. */
export interface DeviceMeter {
  /** dispatches encoded */
  readonly dispatches: number;
  /** bytes of the buffers that are there */
  readonly liveBytes: number;
  /** most of `liveBytes` so far */
  readonly peakBytes: number;
}

/** Counts what is made and encoded on a device from now on, whoever does it: engines are compared by the same measure. */
export function meterDevice(device: GPUDevice): DeviceMeter {
  const meter = { dispatches: 0, liveBytes: 0, peakBytes: 0 };
  const createBuffer = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = createBuffer(descriptor);
    const destroy = buffer.destroy.bind(buffer);
    let there = true;
    buffer.destroy = () => {
      if (there) meter.liveBytes -= buffer.size;
      there = false;
      return destroy();
    };
    meter.liveBytes += buffer.size;
    meter.peakBytes = Math.max(meter.peakBytes, meter.liveBytes);
    return buffer;
  };
  const createCommandEncoder = device.createCommandEncoder.bind(device);
  device.createCommandEncoder = (descriptor) => {
    const encoder = createCommandEncoder(descriptor);
    const beginComputePass = encoder.beginComputePass.bind(encoder);
    encoder.beginComputePass = (of) => {
      const pass = beginComputePass(of);
      for (const name of ['dispatchWorkgroups', 'dispatchWorkgroupsIndirect'] as const) {
        const dispatch = (pass[name] as (...grid: unknown[]) => undefined).bind(pass);
        pass[name] = (...grid: unknown[]) => {
          meter.dispatches++;
          return dispatch(...grid);
        };
      }
      return pass;
    };
    return encoder;
  };
  return meter;
}
