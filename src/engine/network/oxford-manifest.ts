/** A file of the pinned model, with the hash that git knows it by. */
export interface PinnedFile {
  readonly name: string;
  readonly bytes: number;
  /** SHA-1 of `blob <bytes>\0` and the bytes, hexadecimal: proves a download without trusting the host */
  readonly gitBlob: string;
}

/** The files that, put one after another, hold one convolution: kernel (HWIO, BGR first), then bias, little-endian float32. */
export interface PinnedGroup {
  readonly conv: string;
  /** of the kernel, HWIO; the bias has the last of them */
  readonly shape: readonly [number, number, number, number];
  readonly files: readonly PinnedFile[];
}

/**
 * The original VGG-19 (Simonyan and Zisserman, Visual Geometry Group, University of Oxford; CC BY 4.0), by way of Keras 2.1.4, as TF.js layers
 * in a repository under the MIT licence, pinned to one commit.
 */
export const oxfordModel = {
  repository: 'DavidCai1993/vgg19-tensorflowjs-model',
  commit: '08d09052bc6258d3abdfa341850122fc4b746db6',
  folder: 'model/',
} as const;

/** The convolutions up to block5_conv1 in network order. */
export const oxfordGroups: readonly PinnedGroup[] = [
  {
    conv: 'conv1_1',
    shape: [3, 3, 3, 64],
    files: [{ name: 'group1-shard1of1', bytes: 7168, gitBlob: 'd5dc010d2591a1bba216ecaa7b17c3c4104ca570' }],
  },
  {
    conv: 'conv1_2',
    shape: [3, 3, 64, 64],
    files: [{ name: 'group2-shard1of1', bytes: 147712, gitBlob: '5eb64d62899a8dcfc08fb9d623b8fd80bb4e8969' }],
  },
  {
    conv: 'conv2_1',
    shape: [3, 3, 64, 128],
    files: [{ name: 'group3-shard1of1', bytes: 295424, gitBlob: 'debab6e087aefdec47aad792f404ee849013915a' }],
  },
  {
    conv: 'conv2_2',
    shape: [3, 3, 128, 128],
    files: [{ name: 'group4-shard1of1', bytes: 590336, gitBlob: '37158f2e74e4f124b1af755dbbda1f1c7cf901c1' }],
  },
  {
    conv: 'conv3_1',
    shape: [3, 3, 128, 256],
    files: [{ name: 'group5-shard1of1', bytes: 1180672, gitBlob: '2e7e61b9cd7f8d917cc5ab8a8f7d477f8f9ecf07' }],
  },
  {
    conv: 'conv3_2',
    shape: [3, 3, 256, 256],
    files: [{ name: 'group6-shard1of1', bytes: 2360320, gitBlob: '48e6fcccb9ec37e0951ace2339aa23d330aa7225' }],
  },
  {
    conv: 'conv3_3',
    shape: [3, 3, 256, 256],
    files: [{ name: 'group7-shard1of1', bytes: 2360320, gitBlob: 'f5d27f47b16cddda014d3a2a7c517c6ed7cf40b1' }],
  },
  {
    conv: 'conv3_4',
    shape: [3, 3, 256, 256],
    files: [{ name: 'group8-shard1of1', bytes: 2360320, gitBlob: '47c01b2aee6c6f839de0abca1fed0d066a8d6883' }],
  },
  {
    conv: 'conv4_1',
    shape: [3, 3, 256, 512],
    files: [
      { name: 'group9-shard1of2', bytes: 4194304, gitBlob: 'e0aeae43d3d767ec27ed3fca726c5619c058097f' },
      { name: 'group9-shard2of2', bytes: 526336, gitBlob: '19881d4d23862e2459008c642e5965bc14538cd6' },
    ],
  },
  {
    conv: 'conv4_2',
    shape: [3, 3, 512, 512],
    files: [
      { name: 'group10-shard1of3', bytes: 4194304, gitBlob: '2ab453d66b452527219b6d38c1aa1f308f4dce80' },
      { name: 'group10-shard2of3', bytes: 4194304, gitBlob: 'db5733fde7b719c484a83f60197fb3a9c584c96c' },
      { name: 'group10-shard3of3', bytes: 1050624, gitBlob: '0fdc25721d83da5e6d551e1ad2dc0c0670eccee2' },
    ],
  },
  {
    conv: 'conv4_3',
    shape: [3, 3, 512, 512],
    files: [
      { name: 'group11-shard1of3', bytes: 4194304, gitBlob: 'ba69c69ce7e082576f0b278fcfa8cac8ff0950cf' },
      { name: 'group11-shard2of3', bytes: 4194304, gitBlob: '5da164af31754a7095ffaf0527f7d95e83a95b6e' },
      { name: 'group11-shard3of3', bytes: 1050624, gitBlob: '2fae61b1a8b300cbde5ba367bc4cebf427b46db0' },
    ],
  },
  {
    conv: 'conv4_4',
    shape: [3, 3, 512, 512],
    files: [
      { name: 'group12-shard1of3', bytes: 4194304, gitBlob: '978df76136fcc60c857888499062e3f84e8f80c3' },
      { name: 'group12-shard2of3', bytes: 4194304, gitBlob: 'd9aaebd177091da37d02aadf1b67360a90e9aa3f' },
      { name: 'group12-shard3of3', bytes: 1050624, gitBlob: '9e285a2c37f0e9363135f4853599e66b4c75287b' },
    ],
  },
  {
    conv: 'conv5_1',
    shape: [3, 3, 512, 512],
    files: [
      { name: 'group13-shard1of3', bytes: 4194304, gitBlob: '24aa6625c012605b96bfe5473530eca7ba33bdcb' },
      { name: 'group13-shard2of3', bytes: 4194304, gitBlob: '630983138456a18e4395aa405f018e981bfb6f77' },
      { name: 'group13-shard3of3', bytes: 1050624, gitBlob: '11b5f2062760174dd792d78f67407d634d756283' },
    ],
  },
];
