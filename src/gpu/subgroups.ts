/**
 * Fewest invocations that a subgroup of any kernel has on a device, as its adapter says: 0 where the device was opened without the feature
 * `subgroups`, or the browser does not tell. A kernel that shares among so many is right whatever size the device chooses.
 */
export function smallestSubgroup(device: Pick<GPUDevice, 'features' | 'adapterInfo'>): number {
  // Browsers older than `GPUDevice.adapterInfo` have none, whatever its type says.
  const info: GPUAdapterInfo | undefined = device.adapterInfo;
  return device.features.has('subgroups') ? (info?.subgroupMinSize ?? 0) : 0;
}
