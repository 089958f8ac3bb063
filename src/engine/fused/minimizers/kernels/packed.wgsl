// Packed vectors (packing.ts): value i of the R, G, B row stands at i + i/3 of an image with four values a pixel.

fn packed_length(pixels: u32) -> u32 {
  return (3u * pixels + 3u) / 4u;
}

fn image_place(i: u32) -> u32 {
  return i + i / 3u;
}
