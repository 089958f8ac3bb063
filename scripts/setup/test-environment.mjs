import { ensureBrowser, softwareVulkanFolder } from './browser.mjs';
import { ensureDependencies } from './dependencies.mjs';

/**
 * Packages, a browser, and the environment the tests run in: where nobody chose a Vulkan driver, Dawn (the `webgpu` package)
 * gets the browser's SwiftShader, so that GPU tests run and agree on machines with and without a GPU.
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
export async function prepareTests() {
  await ensureDependencies();
  const browser = await ensureBrowser();
  const env = { ...process.env, CHROME_PATH: browser };
  // Where npm was called from; it must not leak into programs that tests start elsewhere (see launch.mjs).
  delete env.INIT_CWD;
  if (env.VK_ICD_FILENAMES || env.VK_DRIVER_FILES) return env;
  const folder = softwareVulkanFolder(browser);
  if (!folder) {
    console.error(
      'No SwiftShader beside the browser: WebGPU tests in Node use the system’s Vulkan driver, or report that there is none.',
    );
    return env;
  }
  env.VK_ICD_FILENAMES = `${folder}/vk_swiftshader_icd.json`;
  env.LD_LIBRARY_PATH = [folder, env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return env;
}
